import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Fragment } from 'react';

import classes from './Fingerprint.module.css';
import { words } from './words';

// A key's fingerprint in groups, and a button that copies it. `of`: what the button says is copied.
export function Fingerprint({ text, of }: { text: string; of: string }) {
  const clipboard = useClipboard({ timeout: 2000 });
  const label = clipboard.copied ? words.copied : words.copy;
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <span className={classes.fingerprint}>
      <code className={classes.groups}>
        {text.split(' ').map((group, at) => (
          // The spaces are for who copies it by hand or has it read out.
          <Fragment key={at}>
            <span>{group}</span>{' '}
          </Fragment>
        ))}
      </code>
      <Tooltip label={label} openDelay={400}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`${label}: ${of}`}
          onClick={() => clipboard.copy(text)}
        >
          <Icon size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}

// Two of them, to be compared.
export function Fingerprints({ rows }: { rows: { name: string; text: string }[] }) {
  return (
    <dl className={classes.comparison}>
      {rows.map(({ name, text }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text === '' ? words.unreadable : <Fingerprint text={text} of={name} />}</dd>
        </div>
      ))}
    </dl>
  );
}
