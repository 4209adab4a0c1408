import { Stack, Title } from '@mantine/core';
import { IconCheck, IconLinkOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import classes from './Entry.module.css';
import { EntryLayout } from './EntryLayout';
import { usePageTitle } from './usePageTitle';

interface EntryNoticeProps {
  title: string;
  text: string;
  good?: boolean;
  icon?: ReactNode;
  // Where to go from here.
  children: ReactNode;
}

// Where a link led, when there is nothing to fill in there, or no more.
export function EntryNotice({ title, text, good, icon, children }: EntryNoticeProps) {
  const heading = usePageTitle(title);
  const usual = good ? <IconCheck size={24} aria-hidden /> : <IconLinkOff size={24} aria-hidden />;
  return (
    <EntryLayout>
      <Stack gap="lg">
        <span className={classes.icon}>{icon ?? usual}</span>
        <div>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          <p className={classes.text}>{text}</p>
        </div>
        {children}
      </Stack>
    </EntryLayout>
  );
}
