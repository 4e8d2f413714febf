"""What is known of a kind of charge: one record, which stands beside the rule that works the charge out.

The landed-cost table, cost lines and cash lines, the payments of the model, the statement of the ledger and the groups
of page one all derive from these records. None of them has a list of charges of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Milestone(Enum):
    """When a charge is paid."""

    INSTALMENTS = "instalments"  # with the instalments of the contract price
    SHIPMENT = "shipment"
    ARRIVAL = "arrival"  # at the port
    IMPORT_VAT = "import_vat"  # on arrival or as the certificate spreads it; bought in China: with the instalments
    INSTALLATION = "installation"  # when the goods are ready to serve
    ACCEPTANCE = "acceptance"


class PageGroup(Enum):
    """What money is for, in the few words of page one; in the order in which the groups are told."""

    CONTRACT = "contract"
    CARRIAGE = "carriage"
    DUTY = "duty"
    VAT = "vat"
    LOCAL = "local"
    WORKAROUND = "workaround"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ChargeKind:
    """A kind of charge.

    Parameters
    ----------
    key
        Its name in levies, traced lines and words, and of its cost line.
    base
        The amounts that it is a share of, so that it moves with price and exchange rate; none: a fixed sum in CNY.
    milestone
        When it is paid, `periods_after` periods later.
    page_group
        Where it counts on page one and in sums of charges.
    cash
        Its cash line, where it shares one with other charges.
    deductible
        It comes back (可抵扣): cash for a while, never a cost.
    tax
        Levied by customs or as VAT: a relief may free it, a guarantee stands for it, limits on tax count it.
    per_shipment
        Due once for every order placed, not per unit: it is not in the table of units.

    Raises
    ------
    ValueError
        Where the record says what nobody could pay.
    """

    key: str
    base: tuple[str, ...]
    milestone: Milestone
    page_group: PageGroup
    cash: str = ""
    periods_after: int = 0
    deductible: bool = False
    tax: bool = False
    per_shipment: bool = False

    def __post_init__(self) -> None:
        if self.deductible and self.milestone is not Milestone.IMPORT_VAT:
            raise ValueError(f"{self.key}: only VAT comes back")
        if self.tax and (self.milestone not in (Milestone.ARRIVAL, Milestone.IMPORT_VAT) or not self.base):
            raise ValueError(f"{self.key}: a tax is a share and due at the border")
        if self.per_shipment and self.base:
            raise ValueError(f"{self.key}: what is due once for an order is a fixed sum")

    @property
    def ad_valorem(self) -> bool:
        """Whether the amount is proportional to the price in foreign currency."""
        return bool(self.base)

    @property
    def cost_line(self) -> str | None:
        """Its cost line, None for what comes back."""
        return None if self.deductible else self.key

    @property
    def cash_line(self) -> str:
        """Its cash line, empty for what is paid under the lines of the instalments alone."""
        return "" if self.milestone is Milestone.INSTALMENTS else self.cash or self.key
