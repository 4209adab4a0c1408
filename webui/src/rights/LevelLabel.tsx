import type { Access, Level } from '../api/client';
import { sections } from './levels';
import classes from './rights.module.css';
import { words } from './words';

export function LevelLabel({ level }: { level: Level }) {
  return (
    <span className={`${classes.level} ${classes[level] ?? ''}`}>
      <span className={classes.gauge} aria-hidden>
        <span />
        <span />
      </span>
      {words.levels[level]}
    </span>
  );
}

// All twelve sections and their levels.
export function AccessGrid({ access }: { access: Access }) {
  return (
    <dl className={classes.grid}>
      {sections.map((section) => (
        <div key={section}>
          <dt>{words.sections[section]}</dt>
          <dd>
            <LevelLabel level={access[section]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
