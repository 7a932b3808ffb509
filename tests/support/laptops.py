"""Laptops of one invented village that hand each other bundles."""

from __future__ import annotations

from pathlib import Path

from puskesos_desktop.services.sync import laptops, receive, send
from puskesos_desktop.services.sync.receive import Received
from puskesos_desktop.store import opened
from puskesos_desktop.store.opened import Store
from tests.support.village import PASSWORD


def a_second_laptop(first: Store, folder: Path, name: str = "Laptop dua") -> Store:
    """A laptop that joined the village of `first` and has taken its snapshot."""
    stick = folder / f"usb {name}"
    stick.mkdir(parents=True)
    second, request = laptops.join(folder / name, name, "Operator Dua", PASSWORD, stick)
    second.close()
    store = opened.open_with_key(folder / name, second.key)
    sent = receive.accept(first, receive.look(first, request), name, stick)
    receive.take(store, sent.path, trust=True)
    return store


def recipient_of(store: Store) -> str:
    """Whom bundles for this laptop are sealed for."""
    return laptops.own_key(store).public


def hand_over(sender: Store, receiver: Store, stick: Path) -> Received:
    """One bundle from laptop to laptop."""
    stick.mkdir(exist_ok=True)
    sent = send.send(sender, stick, recipient_of(receiver))
    return receive.take(receiver, sent.path)
