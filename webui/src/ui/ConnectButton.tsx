import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconClockPause, IconScreenShare } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { Link } from 'react-router-dom';

import type { Machine } from '../api/client';
import { connectAhead } from '../viewer/ahead';
import { addressOf, connectPath } from './address';
import { openingWords } from './openingHours';
import { opensHere } from './useConnect';
import { words } from './words';

interface ConnectButtonProps {
  machine: Machine;
  size?: 'sm' | 'md';
}

export function ConnectButton({ machine, size = 'sm' }: ConnectButtonProps) {
  const queryClient = useQueryClient();
  const label = words.connectTo(machine.name || addressOf(machine));
  const common = { size, leftSection: <IconScreenShare size={18} aria-hidden />, 'aria-label': label };
  const begin = (event: MouseEvent) => opensHere(event) && connectAhead(machine.id, queryClient);
  if (!machine.open) {
    const opens = openingWords(machine);
    return (
      <Button disabled {...common} aria-label={`${label}: ${opens}`} leftSection={<IconClockPause size={18} aria-hidden />}>
        {opens}
      </Button>
    );
  }
  return machine.online ? (
    <Button component={Link} to={connectPath(machine.id)} onClick={begin} {...common}>
      {words.connect}
    </Button>
  ) : (
    <Button disabled {...common}>
      {words.connect}
    </Button>
  );
}
