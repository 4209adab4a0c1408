import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';

import classes from './TextLink.module.css';

export function TextLink({ to, label, children }: { to: string; label?: string; children: ReactNode }) {
  return (
    <Link to={to} className={classes.link} aria-label={label}>
      {children}
    </Link>
  );
}
