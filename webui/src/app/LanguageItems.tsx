import { Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';

import { chooseLanguage, language, languages } from '../languages';
import { words } from './words';

export function LanguageItems() {
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{words.language}</Menu.Label>
      {languages.map(({ tag, name }) => (
        <Menu.Item
          key={tag}
          lang={tag}
          rightSection={tag === language && <IconCheck size={16} role="img" aria-label={words.chosen} />}
          onClick={() => tag !== language && chooseLanguage(tag)}
        >
          {name}
        </Menu.Item>
      ))}
    </>
  );
}
