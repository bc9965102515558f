"""Processes that are started quickly, raced against each other, and killed."""

import multiprocessing

import pytest


@pytest.fixture(scope="session")
def nursery():
    """Starts processes that have everything imported already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["processes.mail_worker", "processes.sink", "processes.ticker"])
    return context
