import { Button } from '@mantine/core';
import { IconScreenShare } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import type { Machine } from '../api/client';
import { addressOf, connectPath } from './address';
import { words } from './words';

interface ConnectButtonProps {
  machine: Machine;
  size?: 'sm' | 'md';
}

export function ConnectButton({ machine, size = 'sm' }: ConnectButtonProps) {
  const label = words.connectTo(machine.name || addressOf(machine));
  const common = { size, leftSection: <IconScreenShare size={18} aria-hidden />, 'aria-label': label };
  return machine.online ? (
    <Button component={Link} to={connectPath(machine.id)} {...common}>
      {words.connect}
    </Button>
  ) : (
    <Button disabled {...common}>
      {words.connect}
    </Button>
  );
}
