import { Button, Stack, Title } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';

import { usePageTitle } from '../../ui/usePageTitle';
import classes from './Step.module.css';
import { words } from './words';

const STEPS = 4;

interface StepProps {
  number: number;
  title: string;
  lead?: string;
  submit: string;
  busy?: boolean;
  onSubmit: () => void;
  onBack?: () => void;
  children: ReactNode;
}

// One page of the wizard. `number` beyond the last step: all done.
export function Step({ number, title, lead, submit, busy, onSubmit, onBack, children }: StepProps) {
  const heading = usePageTitle(title);
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={send}>
      <Stack gap="lg">
        <div>
          <ol className={classes.progress} aria-hidden="true">
            {Array.from({ length: STEPS }, (_, index) => (
              <li key={index} className={index < number ? classes.past : undefined} />
            ))}
          </ol>
          {number <= STEPS && <p className={classes.count}>{words.progress(number, STEPS)}</p>}
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {children}
        <div className={classes.buttons}>
          {onBack && (
            <Button variant="default" size="md" onClick={onBack}>
              {words.back}
            </Button>
          )}
          <Button type="submit" size="md" loading={busy}>
            {submit}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
