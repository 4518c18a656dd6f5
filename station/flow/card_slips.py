"""The slip that goes home with a card: made when the card is handed over, and again when asked."""

from functools import partial

from station.clock import day_of
from station.credential.catalogue import certificate_of, title_of
from station.credential.dates import counts_until, review_by
from station.credential.template import Certificate
from station.errors.flow import SlipNotShown
from station.flow.card import Card
from station.flow.card_tools import CardTools
from station.ids import UnixMs
from station.printer.collection_slip import CollectionSlip, slip_pdf


class CardSlips:
    """Keeps slips as files; a slip that is gone is made anew from the card's record."""

    def __init__(self, tools: CardTools) -> None:
        self._tools = tools

    def keep(self, card: Card, *, show: bool) -> None:
        """Make the slip of a card that was handed over.

        Args:
            show: Open it as well, to be printed.
        """
        if card.times.handed_at is None:
            return
        tools = self._tools
        serial = "".join(each if each.isalnum() else "-" for each in card.grant.serial)
        name = f"slip-{serial}-{card.live.state.print_number}.pdf"
        slip = self._slip(card, card.times.handed_at)

        def kept(_: None) -> None:
            if show and not tools.show_slip(name):
                tools.failed(SlipNotShown(name=name))

        tools.office.run(partial(self._write, name, slip), kept, tools.failed)

    def _write(self, name: str, slip: CollectionSlip) -> None:
        self._tools.keep_slip(name, slip_pdf(slip))

    def _slip(self, card: Card, handed_at: UnixMs) -> CollectionSlip:
        session, grant = self._tools.session, card.grant
        package, rules = session.package, session.rules.card
        entry = next(each for each in package.roster if each.candidate == grant.candidate)
        managers = certificate_of(grant.item) is Certificate.MANAGER
        return CollectionSlip(
            centre=package.centre,
            issuer=package.issuer,
            name=entry.name,
            number_tail=entry.tail,
            certificate=certificate_of(grant.item),
            item=title_of(grant.item),
            serial=grant.serial,
            print_number=card.live.state.print_number,
            valid_from=grant.valid_from,
            valid_until=counts_until(grant, rules),
            review_by=None if managers else review_by(grant.valid_from, rules),
            handed_over=day_of(handed_at),
            lookup_days=rules.lookup_days,
            sample=session.drill,
        )
