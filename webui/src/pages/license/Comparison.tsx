import { Badge, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';

import type { Tier } from '../../api/client';
import type { License } from '../../api/license';
import { tierNames } from '../../ui/tiers';
import { compare } from './comparison';
import classes from './license.module.css';
import { words } from './words';

// Narrow enough to stay a table on phones: licenses are compared side by side.
export function Comparison({ tiers, own }: { tiers: License['tiers']; own: Tier }) {
  const isOwn = (column: number) => tiers[column]?.tier === own;
  return (
    <table className={classes.table} aria-label={words.comparison}>
      <thead>
        <tr>
          <th scope="col">{words.feature}</th>
          {tiers.map(({ tier }, column) => (
            <th key={tier} scope="col" className={isOwn(column) ? classes.own : undefined}>
              <span className={classes.tier}>
                {tierNames[tier]}
                {isOwn(column) && <Badge size="sm">{words.own}</Badge>}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {compare(tiers).map(({ row, has }) => (
          <tr key={row}>
            <th scope="row">{words.rows[row]}</th>
            {has.map((yes, column) => (
              <td key={tiers[column]?.tier} className={isOwn(column) ? classes.own : undefined}>
                {yes ? <IconCheck size={20} className={classes.yes} aria-hidden /> : <IconMinus size={20} className={classes.no} aria-hidden />}
                <VisuallyHidden>{yes ? words.yes : words.no}</VisuallyHidden>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
