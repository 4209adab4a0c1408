import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

import classes from './Card.module.css';

interface CardProps {
  title?: string;
  aside?: ReactNode;
  // For tables, which reach to the edges.
  flush?: boolean;
  className?: string;
  role?: 'alert';
  children: ReactNode;
}

export function Card({ title, aside, flush, className, role, children }: CardProps) {
  const id = useId();
  const names = [classes.card, flush && classes.flush, className].filter(Boolean).join(' ');
  return (
    <section className={names} role={role} aria-labelledby={title ? id : undefined}>
      {title && (
        <div className={classes.head}>
          <Title order={2} id={id}>
            {title}
          </Title>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}
