import { SegmentedControl } from '@mantine/core';

import type { Access, Section } from '../api/client';
import { oneOf } from '../ui/oneOf';
import { levels, sections } from './levels';
import classes from './rights.module.css';
import { words } from './words';

interface AccessInputProps {
  value: Access;
  own: Access;
  onChange: (access: Access) => void;
  legend?: string;
  // Sections that are not asked for.
  without?: readonly Section[];
}

// Nobody gives more than they have: levels above one's own can't be chosen, unless they are given already.
export function AccessInput({ value, own, onChange, legend = words.accessControl, without = [] }: AccessInputProps) {
  return (
    <fieldset className={classes.field}>
      <legend>{legend}</legend>
      <div className={classes.rows}>
        {sections.filter((section) => !without.includes(section)).map((section) => (
          <div key={section} className={classes.row}>
            <span aria-hidden>{words.sections[section]}</span>
            <SegmentedControl
              size="xs"
              color={value[section] === 'none' ? undefined : 'gate'}
              aria-label={words.sections[section]}
              value={value[section]}
              onChange={(level) => onChange({ ...value, [section]: oneOf(levels, level, 'none') })}
              data={levels.map((level, height) => ({
                value: level,
                label: words.levels[level],
                disabled: height > levels.indexOf(own[section]) && level !== value[section],
              }))}
            />
          </div>
        ))}
      </div>
    </fieldset>
  );
}
