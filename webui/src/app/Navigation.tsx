import { VisuallyHidden } from '@mantine/core';
import { Link, NavLink } from 'react-router-dom';

import { useApplianceState } from '../api/queries';
import { LogoMark } from '../ui/Logo';
import { useCurrentUser } from './CurrentUser';
import { maySee, tabGroups } from './tabs';
import { useHelpCount } from './useHelpCount';
import classes from './Navigation.module.css';
import { words } from './words';

export function Navigation({ onChoose }: { onChoose?: () => void }) {
  const me = useCurrentUser();
  const state = useApplianceState();
  const asking = useHelpCount();
  return (
    <nav className={classes.column} aria-label={words.mainNavigation}>
      <Link to="/" className={classes.brand} onClick={onChoose}>
        <LogoMark size={32} />
        <span className={classes.name}>
          Gatehouse
          <span className={classes.organization}>{me.organization.name}</span>
        </span>
      </Link>
      {tabGroups
        .map(({ label, tabs }) => ({ label, tabs: tabs.filter((tab) => maySee(tab, me)) }))
        .filter(({ tabs }) => tabs.length > 0)
        .map(({ label, tabs }) => (
          <div key={label ?? ''} className={classes.group}>
            {label && <p className={classes.groupName}>{label}</p>}
            <ul className={classes.list} aria-label={label}>
              {tabs.map(({ to, label: name, icon: Icon }) => (
                <li key={to}>
                  <NavLink to={to} end={to === '/'} className={classes.link} onClick={onChoose}>
                    <Icon size={20} stroke={1.75} aria-hidden />
                    {name}
                    {to === '/clients' && asking > 0 && (
                      <span className={classes.asking} title={words.asking(asking)}>
                        <span aria-hidden>{asking}</span>
                        <VisuallyHidden>{words.asking(asking)}</VisuallyHidden>
                      </span>
                    )}
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        ))}
      {state.data && <p className={classes.version}>{words.version(state.data.version)}</p>}
    </nav>
  );
}
