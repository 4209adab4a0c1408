import type { ReactNode } from 'react';

import classes from './EntryLayout.module.css';
import { LanguageSwitch } from './LanguageSwitch';
import { LogoMark } from './Logo';
import { words } from './words';

// The frame of the pages before one is inside: set-up and sign-in.
// `isFixed`: it shows what would be lost by choosing another language, which loads the page again.
export function EntryLayout({ children, isFixed }: { children: ReactNode; isFixed?: boolean }) {
  return (
    <div className={classes.layout}>
      <header className={classes.brand}>
        <Arches />
        <div className={classes.name}>
          <LogoMark size={36} />
          Gatehouse
        </div>
        <p className={classes.motto}>{words.motto}</p>
      </header>
      <main className={classes.content}>
        <div className={classes.box}>
          {children}
          {!isFixed && <LanguageSwitch />}
        </div>
      </main>
    </div>
  );
}

function Arches() {
  return (
    <svg className={classes.arches} viewBox="0 0 400 400" aria-hidden="true" focusable="false" fill="none">
      {[190, 150, 110].map((radius) => (
        <path
          key={radius}
          d={`M${200 - radius} 400V200a${radius} ${radius} 0 0 1 ${2 * radius} 0V400`}
          stroke="#8fd0c8"
          strokeOpacity={0.16}
          strokeWidth={14}
        />
      ))}
      <path d="M130 400V200a70 70 0 0 1 140 0V400z" fill="#f0a35e" fillOpacity={0.2} />
    </svg>
  );
}
