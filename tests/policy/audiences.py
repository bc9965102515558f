"""For whom each page is, by endpoint: the first line that fits says it. A route that fits none makes a test fail."""

from enum import Enum
from fnmatch import fnmatchcase

from webapp.domain.links import Purpose


class Audience(Enum):
    #: everybody, signed in or not
    ANYONE = "anyone"
    #: who is about to sign in; somebody who is already may be led on
    DOOR = "door"
    #: anybody with an account
    ACCOUNT = "account"
    #: coordinators, each for the things of their territory; the network for all
    DESK = "desk"
    #: the network alone
    NETWORK = "network"
    #: members of a committee, each for the sittings that they were called to
    MEMBER = "member"
    #: nobody: pages of a library that lead nowhere here
    NOBODY = "nobody"


TABLE = (
    ("static", Audience.ANYONE),
    ("system.*", Audience.ANYONE),
    ("public.pages_*", Audience.ANYONE),
    ("public.communes_complete", Audience.ANYONE),
    ("public.needs_start", Audience.ANYONE),
    ("public.needs_*", (Purpose.RESUME_NEED,)),
    ("links.redirect_open", Audience.ANYONE),
    ("links.resend_send", Audience.ANYONE),
    ("links.space_ask", Audience.ANYONE),
    ("links.unsubscribe_*", Audience.ANYONE),
    ("links.addresses_*", (Purpose.CONFIRM_ADDRESS,)),
    ("links.answers_*", (Purpose.ANSWER,)),
    ("links.census_*", (Purpose.CONFIRM_OFFERS,)),
    ("links.jobs_*", (Purpose.COUNT_JOBS,)),
    ("links.reports_*", (Purpose.READ_REPORT,)),
    ("links.opinions_start", (Purpose.CONFIRM_VISIT, Purpose.DECLARE_VISIT, Purpose.TRACK_NEED)),
    ("links.opinions_*", (Purpose.GIVE_OPINION,)),
    ("links.confirmations_*", (Purpose.CONFIRM_VISIT,)),
    ("links.visits_*", (Purpose.DECLARE_VISIT,)),
    ("links.space_*", (Purpose.EXPERT_SPACE,)),
    ("links.tracking_*", (Purpose.TRACK_NEED,)),
    ("links.dossiers_*", (Purpose.COMPLETE_DOSSIER,)),
    ("links.advances_*", (Purpose.FOLLOW_ADVANCE,)),
    ("security.login", Audience.DOOR),
    ("security.forgot_password", Audience.DOOR),
    ("security.reset_password", Audience.DOOR),
    ("security.mf_recovery", Audience.DOOR),
    ("security.two_factor_token_validation", Audience.DOOR),
    ("security.logout", Audience.ANYONE),
    ("security.tf_select", Audience.NOBODY),
    ("security.two_factor_rescue", Audience.NOBODY),
    ("security.*", Audience.ACCOUNT),
    ("accounts.*", Audience.ACCOUNT),
    ("desk.network_*", Audience.NETWORK),
    ("desk.*", Audience.DESK),
    ("committee.*", Audience.MEMBER),
)


#: things that the two territories have none of; their pages are asked for with an id that does not exist
NOT_BUILT = {"line_id", "sheet_id", "signatory_id"}


def audience_of(endpoint):
    """Whom a page is for: an audience, or the purposes of the links that open it; None: nobody has said."""
    return next((audience for pattern, audience in TABLE if fnmatchcase(endpoint, pattern)), None)
