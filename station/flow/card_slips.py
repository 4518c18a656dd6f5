"""The slip that goes home with a card: made anew from its record each time it is asked for."""

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
    """Makes slips and has them opened; none is kept, since each can be made again."""

    def __init__(self, tools: CardTools) -> None:
        self._tools = tools

    def show(self, card: Card) -> None:
        """Open the slip of a card that was handed over, to be printed."""
        if card.times.handed_at is None:
            return
        tools = self._tools
        serial = "".join(each if each.isalnum() else "-" for each in card.grant.serial)
        name = f"slip-{serial}-{card.live.state.print_number}.pdf"

        def made(pdf: bytes) -> None:
            if not tools.show_slip(name, pdf):
                tools.failed(SlipNotShown(name=name))

        slip = self._slip(card, card.times.handed_at)
        tools.office.run(partial(slip_pdf, slip), made, tools.failed)

    def _slip(self, card: Card, handed_at: UnixMs) -> CollectionSlip:
        session, grant = self._tools.session, card.grant
        package, rules = session.package, session.rules.card
        entry = self._tools.named(
            next(each for each in package.roster if each.candidate == grant.candidate)
        )
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
