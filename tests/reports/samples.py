"""A report with every unit, an unknown figure, and texts that a program could take for something else."""

from webapp.reports.document import Bar, Column, Document, Part, Section, Table, Unit


def sample(*, language="fr", title="Bilan : 2025-2028", rows=None):
    columns = (Column("Groupe"), Column("Promis", Unit.DAYS), Column("Donnés", Unit.DAYS), Column("Depuis", Unit.DATE))
    lines = rows or (("Michelin", 21_000, 13_000, "2025-04-01"), ("=HYPERLINK(1)", 16_800, None, None))
    table = Table("groups", "Jours par groupe", columns, tuple(lines), ("Total", 37_800, 13_000, None))
    bar = Bar(
        "Michelin", 21_000, (Part("confirmed", "Confirmés", 13_000), Part("deemed", "Réputés", 0)), "30,95 sur 50"
    )
    return Document(
        kind="bilan",
        language=language,
        title=title,
        subtitle="Terres de Lorraine",
        as_of="2026-11-24",
        highlights=(("30,95", "jours donnés"),),
        sections=(Section("groups", "Les jours", ("Une phrase.",), (bar,), (table,)),),
        definitions=(("Donnés", "Déclarés, confirmés et réputés confirmés."),),
        imprint="Agence, agence@exemple.fr",
    )
