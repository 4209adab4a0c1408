// How things that were found are shown, and where they lead. Pure.
import { IconAddressBook, IconDeviceDesktop, type TablerIcon } from '@tabler/icons-react';

import type { AddressEntry } from '../api/addressBooks';
import type { Machine } from '../api/client';
import { addressOf, groupDigits } from '../ui/address';
import { marked, markedId, matches, type Piece } from './match';

export interface Found {
  to: string;
  icon: TablerIcon;
  name: Piece[];
  note?: Piece[] | undefined;
  // A second thing to do: connect to it.
  machine?: Machine | undefined;
}

const BETWEEN: Piece = { text: ' · ', hit: false };

export function machineFound(machine: Machine, typed: string): Found {
  const id = groupDigits(machine.id);
  const address = addressOf(machine);
  return {
    to: `/clients/${encodeURIComponent(machine.id)}`,
    icon: IconDeviceDesktop,
    name: machine.name ? marked(machine.name, typed) : markedId(id, typed),
    // An alias does not tell why a machine was found by its ID.
    note: [
      ...(machine.alias ? [...marked(address, typed), BETWEEN] : []),
      ...markedId(id, typed),
      ...machine.tags.filter((tag) => matches(tag, typed)).flatMap((tag) => [BETWEEN, ...marked(tag, typed)]),
    ],
    machine,
  };
}

// An entry of one's own address book. The book has each address once: it is shown there as what is looked for.
export function entryFound({ nickname, address, comment, tags }: AddressEntry, typed: string): Found {
  const why = [comment, ...tags.filter((tag) => matches(tag, typed))].filter((text) => text !== '');
  return {
    to: `/address-books/personal?${new URLSearchParams({ search: address })}`,
    icon: IconAddressBook,
    name: marked(nickname, typed),
    note: [...markedId(groupDigits(address), typed), ...why.flatMap((text) => [BETWEEN, ...marked(text, typed)])],
  };
}
