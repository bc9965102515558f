"""Territories, their communes, their policy and rules."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.accents import without_accents
from webapp.models.base import NUMBERED_ONCE, Base, Created, Identified, in_check, length_check, ref

territory_commune = Table(
    "territory_commune",
    Base.metadata,
    Column("territory_id", ForeignKey("territory.id", ondelete="RESTRICT"), primary_key=True),
    Column("insee", ForeignKey("commune.insee", ondelete="RESTRICT"), primary_key=True, index=True),
)

DISPATCHES = ("review", "auto")


class Epci(Base):
    """A grouping of communes."""

    __tablename__ = "epci"

    #: SIREN, nine digits
    siren: Mapped[str] = mapped_column(String(9), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class Commune(Base):
    """A commune by its INSEE code, which is not a postcode."""

    __tablename__ = "commune"

    insee: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), index=True)
    #: name without accents, case or hyphens, for completion
    search_name: Mapped[str] = mapped_column(String(100), index=True)
    department: Mapped[str] = mapped_column(String(3))
    epci_siren: Mapped[str | None] = ref("epci.siren", nullable=True)
    population: Mapped[int]
    #: separated by spaces
    postcodes: Mapped[str] = mapped_column(String(200), default="")
    #: micro-degrees; None where nobody has given them
    latitude: Mapped[int | None]
    longitude: Mapped[int | None]

    epci: Mapped[Epci | None] = relationship()

    @property
    def point(self) -> tuple[int, int] | None:
        """Latitude and longitude in micro-degrees."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


class Territory(Created, Identified, Base):
    """A labour-market area that runs the programme, and its policy."""

    __tablename__ = "territory"
    __table_args__ = (
        in_check("dispatch", DISPATCHES),
        CheckConstraint("wave_size BETWEEN 1 AND 10", name="wave_size_is_sane"),
        CheckConstraint("answer_days BETWEEN 2 AND 30", name="answer_days_are_sane"),
        CheckConstraint("floor_permille BETWEEN 0 AND 1000", name="floor_is_a_share"),
    )

    #: stands in addresses and commands
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    operator_name: Mapped[str] = mapped_column(String(200))
    #: the coordinator whom people write to or call
    contact_name: Mapped[str] = mapped_column(String(100))
    contact_phone: Mapped[str] = mapped_column(String(20))
    contact_email: Mapped[str] = mapped_column(String(254))
    #: INSEE code of the department whose public holidays its delays pass over; None: those of the whole country
    department: Mapped[str | None] = mapped_column(String(3))
    #: review: a coordinator ticks and sends; auto: the first wave leaves by itself above the floor
    dispatch: Mapped[str] = mapped_column(String(10), default="review")
    #: experts asked at once in auto
    wave_size: Mapped[int] = mapped_column(default=2)
    #: working days an expert has to answer
    answer_days: Mapped[int] = mapped_column(default=7)
    #: working days of silence before a reminder, never under three
    reminder_days: Mapped[int] = mapped_column(default=3)
    #: days of silence of the firm until a visit is deemed confirmed
    deem_days: Mapped[int] = mapped_column(default=15)
    #: days after acceptance until the expert is asked whether they have met
    ask_days: Mapped[int] = mapped_column(default=10)
    #: thousandths of a score under which nothing is sent
    floor_permille: Mapped[int] = mapped_column(default=200)
    #: requests one expert may get in 90 days, all territories together
    asks_per_quarter: Mapped[int] = mapped_column(default=6)

    communes: Mapped[list[Commune]] = relationship(secondary=territory_commune, order_by=without_accents(Commune.name))
    rules: Mapped[list[LocalRule]] = relationship(order_by="LocalRule.id", back_populates="territory")


class LocalRule(Identified, Base):
    """One rule of a territory: a code that the domain knows and, where it needs one, a figure."""

    __tablename__ = "local_rule"
    __table_args__ = (UniqueConstraint("territory_id", "code"), NUMBERED_ONCE)

    territory_id: Mapped[int] = ref("territory.id")
    code: Mapped[str] = mapped_column(String(40))
    value: Mapped[int | None]
    #: divisions of the NAF, separated by spaces, where the rule names some
    divisions: Mapped[str] = mapped_column(String(300), default="", server_default="")
    #: how the territory says it
    words: Mapped[str] = mapped_column(String(300), default="")

    territory: Mapped[Territory] = relationship(back_populates="rules")


class ReferenceRate(Created, Identified, Base):
    """The rate by which a territory values a loan without interest, from a day on: a public base rate and its margin."""

    __tablename__ = "reference_rate"
    __table_args__ = (
        UniqueConstraint("territory_id", "since_on"),
        CheckConstraint("rate_bp BETWEEN 1 AND 5000", name="rate_is_sane"),
        length_check("words", 300),
    )

    territory_id: Mapped[int] = ref("territory.id", index=False)
    since_on: Mapped[date]
    #: with its margin, in hundredths of a per cent
    rate_bp: Mapped[int]
    #: where it was published, and which margin was added
    words: Mapped[str] = mapped_column(String(300), default="")
