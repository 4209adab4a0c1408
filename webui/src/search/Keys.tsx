import { Kbd, Stack, Switch, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { goTo, modifier } from '../app/shortcuts';
import { Dialog } from '../ui/Dialog';
import { usePages } from './pages';
import classes from './Palette.module.css';
import { words } from './words';

interface KeysProps {
  opened: boolean;
  onClose: () => void;
  single: boolean;
  onSingle: (on: boolean) => void;
}

// The list of shortcuts.
export default function Keys({ opened, onClose, single, onSingle }: KeysProps) {
  const pages = usePages();
  const always: [string, ReactNode][] = [
    [words.keys.search, <Keyed keys={[modifier(), 'K']} />],
    [words.keys.undo, <Keyed keys={[modifier(), 'Z']} />],
  ];
  const letters: [string, ReactNode][] = [
    [words.keys.help, <Keyed keys={['?']} />],
    ...Object.entries(goTo).flatMap(([letter, to]): [string, ReactNode][] => {
      const page = pages.find((one) => one.to === to);
      return page ? [[words.keys.goTo(page.label), <Keyed keys={['G', letter.toUpperCase()]} between={` ${words.keys.then} `} />]] : [];
    }),
  ];
  return (
    <Dialog opened={opened} title={words.keysTitle} onClose={onClose} returnFocus={false}>
      <Stack>
        <table className={classes.keys}>
          <tbody>
            {[...always, ...(single ? letters : [])].map(([what, keys]) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>{keys}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Switch
          label={words.single}
          description={words.singleHelp}
          checked={single}
          onChange={(event) => onSingle(event.currentTarget.checked)}
        />
        <Text c="var(--quiet)" fz="sm">
          {words.viewer}
        </Text>
      </Stack>
    </Dialog>
  );
}

function Keyed({ keys, between = ' ' }: { keys: string[]; between?: string }) {
  return keys.map((key, at) => (
    <span key={key + String(at)}>
      {at > 0 && between}
      <Kbd>{key}</Kbd>
    </span>
  ));
}
