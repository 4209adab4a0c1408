import { NavLink } from 'react-router-dom';

import { useAccess } from '../../app/CurrentUser';
import classes from './addressBooks.module.css';
import { words } from './words';

// Only those that one may see.
export function BookTabs() {
  const maySeeShared = useAccess('address_books') !== 'none';
  const maySeeOwn = useAccess('personal_profile') !== 'none';
  return (
    <nav aria-label={words.tabs.label}>
      <ul className={classes.tabs}>
        {maySeeShared && (
          <li>
            <NavLink to="/address-books" end className={classes.tab ?? ''}>
              {words.tabs.organization}
            </NavLink>
          </li>
        )}
        {maySeeOwn && (
          <li>
            <NavLink to="/address-books/personal" className={classes.tab ?? ''}>
              {words.tabs.personal}
            </NavLink>
          </li>
        )}
      </ul>
    </nav>
  );
}
