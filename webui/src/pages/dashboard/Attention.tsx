import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';

import { applianceWords } from '../../api/applianceWords';
import type { Dashboard } from '../../api/client';
import { Card } from '../../ui/Card';
import { TextLink } from '../../ui/TextLink';
import classes from './DashboardPage.module.css';
import { words } from './words';

interface AttentionProps {
  items: Dashboard['attention'];
  wide: boolean;
}

export function Attention({ items: said, wide }: AttentionProps) {
  const items = said.map((item) => ({ ...item, words: applianceWords.said(item.words) }));
  return (
    <Card title={words.attention} className={wide ? classes.wide : classes.attention}>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.code} className={classes.item}>
            <IconAlertTriangle size={20} aria-hidden />
            <div>
              <p>{item.words}</p>
              {item.link?.startsWith('/') && (
                <TextLink to={item.link} label={`${words.look}: ${item.words}`}>
                  {words.look}
                </TextLink>
              )}
            </div>
          </li>
        ))}
        {items.length === 0 && (
          <li className={classes.item}>
            <IconCircleCheck size={20} className={classes.well} aria-hidden />
            <p>{words.allWell}</p>
          </li>
        )}
      </ul>
    </Card>
  );
}
