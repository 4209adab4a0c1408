import { Anchor } from '@mantine/core';

import { chooseLanguage, language, languages } from '../languages';
import classes from './LanguageSwitch.module.css';
import { words } from './words';

// For the pages before one is inside, where there is no user menu.
export function LanguageSwitch() {
  return (
    <nav className={classes.languages} aria-label={words.language}>
      {languages.map(({ tag, name }) =>
        tag === language ? (
          <span key={tag} aria-current="true">
            {name}
          </span>
        ) : (
          <Anchor key={tag} component="button" type="button" lang={tag} fz="inherit" onClick={() => chooseLanguage(tag)}>
            {name}
          </Anchor>
        ),
      )}
    </nav>
  );
}
