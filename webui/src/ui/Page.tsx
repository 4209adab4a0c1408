import { Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';

import classes from './Page.module.css';
import { useNoteVisit } from './recent';
import { usePageTitle } from './usePageTitle';

interface PageProps {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  back?: { to: string; label: string };
  // The search offers it again: a page of one thing, which is called so.
  visited?: boolean;
  children: ReactNode;
}

export function Page({ title, lead, actions, back, visited = false, children }: PageProps) {
  const heading = usePageTitle(title);
  useNoteVisit(visited ? title : undefined);
  return (
    <>
      <div className={classes.head}>
        <div>
          {back && (
            <Link to={back.to} className={classes.back}>
              <IconArrowLeft size={16} aria-hidden />
              {back.label}
            </Link>
          )}
          <Title order={1} ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </Title>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </>
  );
}
