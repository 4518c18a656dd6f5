"""The contract of IdCardReader, held by the real driver over an emulated USB device."""

import random

import pytest
import usb.core

from station.errors.reader import (
    CardAskedInVain,
    CardItemAbsent,
    CardLifted,
    CardNotSelected,
    CardNotVerified,
    CardOfOtherKind,
    CardRejectsReader,
    CardUnreadable,
    LineGarbled,
    PhotoUndecodable,
    ReaderAbsent,
    ReaderBroken,
    ReaderFaulty,
    ReaderForbids,
    ReaderHeld,
    ReaderNeedsCloud,
    ReaderNeedsVendor,
    ReaderNotAuthorised,
    ReaderOfOtherKind,
    ReaderRejectsCard,
)
from station.messages import TEXTS
from station.reader.photo import NoPhotoDecoder
from station.reader.sam_v import Command, Status
from station.reader.simulated import Lifted, Noisy, Says, Silent, SimulatedSamV, Spoiled
from station.reader.simulated_card import SimulatedPhotoDecoder
from station.reader.usb import READERS, open_reader
from tests.unit.reader.cards import CARDS, PERMIT, RESIDENT


@pytest.fixture(params=[True, False], ids=["split", "single"])
def device(request):
    return SimulatedSamV(split=request.param)


@pytest.fixture
def reader(device):
    reader = open_reader(device)
    yield reader
    reader.close()


def test_no_card_is_no_error(reader):
    assert reader.read_card() is None


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.kind)
def test_a_card_is_read(device, reader, card):
    device.lay(card)
    document = reader.read_card()
    assert (document.kind, document.number) == (card.kind, card.number)
    assert SimulatedPhotoDecoder.of(CARDS).decode(document.raw_photo) == card.photo_png


def test_a_card_is_read_once_until_it_is_laid_again(device, reader):
    device.lay(RESIDENT)
    assert reader.read_card() is not None
    assert reader.read_card() is None
    device.lay(PERMIT)
    assert reader.read_card().number == PERMIT.number


def test_two_persons_photos_are_told_apart():
    assert RESIDENT.photo() != PERMIT.photo()
    assert len(RESIDENT.photo()) == 1024
    assert RESIDENT.photo().startswith(b"WLf")


@pytest.mark.parametrize(
    "decoder", [NoPhotoDecoder(), SimulatedPhotoDecoder.of([PERMIT])], ids=["none", "other cards"]
)
def test_a_photo_that_cannot_be_shown_is_a_coded_error(decoder):
    with pytest.raises(PhotoUndecodable):
        decoder.decode(RESIDENT.photo())


AFTER_FIND = {
    Status.CARD_REJECTS_SAM: CardRejectsReader,
    Status.SAM_REJECTS_CARD: ReaderRejectsCard,
    Status.NOT_VERIFIED: CardNotVerified,
    Status.UNKNOWN_CARD: CardOfOtherKind,
    Status.READ_FAILED: CardUnreadable,
    Status.RANDOM_FAILED: CardAskedInVain,
    Status.NO_CARD: CardLifted,
    Status.SELECT_FAILED: CardNotSelected,
    Status.ITEM_ABSENT: CardItemAbsent,
    Status.BAD_COMMAND: ReaderOfOtherKind,
    Status.NOT_PERMITTED: ReaderForbids,
    Status.UNKNOWN_COMMAND: ReaderOfOtherKind,
    Status.SELF_TEST_FAILED: ReaderBroken,
    Status.NOT_AUTHORISED: ReaderNotAuthorised,
    Status.FOUND: ReaderFaulty,
    0x55: ReaderFaulty,
}
RETRIED = {Status.OK, Status.BAD_CHECKSUM, Status.BAD_LENGTH}


def test_every_status_is_mapped():
    assert AFTER_FIND.keys() | RETRIED >= set(Status)


def test_each_status_is_told_in_words_of_its_own():
    told = {failure.code for status, failure in AFTER_FIND.items() if status in set(Status)}
    alike = {Status.FOUND, Status.UNKNOWN_COMMAND}  # never an answer here; and the same as 21
    assert len(told) == len(set(Status) - RETRIED - alike) + 1
    assert len({TEXTS[code] for code in told}) == len(told)


@pytest.mark.parametrize("command", [Command.SELECT, Command.READ], ids=lambda c: c.name)
@pytest.mark.parametrize(("sw3", "failure"), AFTER_FIND.items())
def test_each_status_is_a_coded_error_with_the_status_as_fact(
    device, reader, command, sw3, failure
):
    device.lay(RESIDENT)
    device.story = [Says(command, sw3)]
    with pytest.raises(failure) as caught:
        reader.read_card()
    assert type(caught.value) is failure
    assert caught.value.facts == {"sw3": sw3}


@pytest.mark.parametrize("sw3", [Status.BAD_CHECKSUM, Status.BAD_LENGTH])
@pytest.mark.parametrize("command", [Command.FIND, Command.READ], ids=lambda c: c.name)
def test_a_question_that_arrived_damaged_is_asked_once_more(device, reader, command, sw3):
    device.lay(RESIDENT)
    device.story = [Says(command, sw3)]
    if command is Command.FIND:
        assert reader.read_card().number == RESIDENT.number
    device.lay(RESIDENT)
    device.story = [Says(command, sw3), Says(command, sw3)]
    with pytest.raises(LineGarbled):
        reader.read_card()


@pytest.mark.parametrize("command", [Command.FIND, Command.SELECT], ids=lambda c: c.name)
def test_a_damaged_answer_is_asked_for_once_more(device, reader, command):
    device.lay(RESIDENT)
    device.story = [Spoiled(command)]
    assert reader.read_card().number == RESIDENT.number
    device.lay(RESIDENT)
    device.story = [Spoiled(command), Spoiled(command)]
    with pytest.raises(CardUnreadable):
        reader.read_card()
    device.lay(RESIDENT)
    assert reader.read_card().number == RESIDENT.number


@pytest.mark.parametrize("command", [Command.SELECT, Command.READ], ids=lambda c: c.name)
def test_a_card_lifted_while_it_is_read(device, reader, command):
    device.lay(RESIDENT)
    device.story = [Lifted(command)]
    with pytest.raises(CardUnreadable):
        reader.read_card()
    device.lay(PERMIT)
    assert reader.read_card().number == PERMIT.number


@pytest.mark.parametrize("noise", [b"\0", b"\xaa\xaa\xaa", b"\xaa\xaa\xaa\x96", bytes(range(200))])
def test_noise_before_an_answer_does_no_harm(device, reader, noise):
    device.lay(RESIDENT)
    device.story = [Noisy(Command.FIND, noise), Noisy(Command.READ, noise)]
    assert reader.read_card().number == RESIDENT.number


def test_a_reader_that_says_nothing_is_absent(device, reader):
    device.lay(RESIDENT)
    device.story = [Silent(Command.SELECT)]
    with pytest.raises(ReaderAbsent):
        reader.read_card()
    assert reader.read_card().number == RESIDENT.number


@pytest.mark.parametrize("after_bytes", [1, 7, 8, 100, 1294])
def test_an_answer_that_breaks_off(device, reader, after_bytes):
    device.lay(RESIDENT)
    device.story = [Silent(Command.READ, after_bytes), Silent(Command.READ, after_bytes)]
    with pytest.raises(CardUnreadable):
        reader.read_card()
    device.lay(PERMIT)
    assert reader.read_card().number == PERMIT.number


# Bytes both ways of one reading: three requests of 10, answers of 15, 19 and 1295.
ALL_BYTES = 10 + 15 + 10 + 19 + 10 + 1295
CUTS = [*range(80), *random.Random(1).sample(range(80, ALL_BYTES), 40), ALL_BYTES - 1]


@pytest.mark.parametrize("after_bytes", CUTS)
def test_the_cable_pulled_at_any_byte(device, reader, after_bytes):
    device.lay(RESIDENT)
    device.unplug_after(after_bytes)
    with pytest.raises(ReaderAbsent):
        reader.read_card()
    with pytest.raises(ReaderAbsent):
        reader.read_card()
    device.plug()
    device.lay(RESIDENT)
    assert reader.read_card().number == RESIDENT.number


def test_the_cable_pulled_after_the_last_byte_takes_nothing_away(device, reader):
    device.lay(RESIDENT)
    device.unplug_after(ALL_BYTES)
    assert reader.read_card().number == RESIDENT.number
    with pytest.raises(ReaderAbsent):
        reader.read_card()


@pytest.mark.parametrize("ids", READERS, ids=lambda ids: f"{ids[0]:04x}-{ids[1]:04x}")
def test_every_known_reader_is_found(ids):
    reader = open_reader(SimulatedSamV(ids))
    assert reader.sam_id() == "05.03-15784256-0000000001-0000000002"
    reader.close()


@pytest.mark.parametrize(
    ("ids", "failure"),
    [
        ((0xC216, 0x0102), ReaderNeedsCloud),
        ((0x0425, 0x8159), ReaderNeedsVendor),
        ((0x1234, 0x5678), ReaderAbsent),
    ],
)
def test_a_reader_that_cannot_work_here_is_refused(ids, failure):
    with pytest.raises(ReaderAbsent) as caught:
        open_reader(SimulatedSamV(ids))
    assert type(caught.value) is failure


@pytest.mark.parametrize("sw3", [Status.SELF_TEST_FAILED, Status.NOT_AUTHORISED])
def test_a_broken_reader_is_refused_at_the_start(device, sw3):
    device.story = [Says(Command.STATUS, sw3)]
    with pytest.raises(ReaderFaulty):
        open_reader(device)


def test_a_device_that_another_holds_is_named(device):
    first = open_reader(device)
    with pytest.raises(ReaderHeld):
        open_reader(device)
    first.close()
    open_reader(device).close()


def test_a_device_that_the_system_denies_is_named(device):
    device.allowed = False
    with pytest.raises(ReaderHeld):
        open_reader(device)


class Stalling(SimulatedSamV):
    """Stalls the pipe once, and goes on after clear_halt."""

    stalled = False

    def bulk_read(self, *args):
        if not self.stalled:
            self.stalled = True
            raise usb.core.USBError("Pipe error", errno=32)
        return super().bulk_read(*args)


def test_a_stall_is_overcome():
    device = Stalling()
    reader = open_reader(device)
    device.lay(RESIDENT)
    assert reader.read_card().number == RESIDENT.number
    reader.close()
