import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import type { Plugin } from 'vite';

import { theme } from '../src/theme/theme';

const NAME = 'virtual:theme.css';

type Variables = Record<`--${string}`, string>;

// What differs from Mantine's own variables, which its style sheet has already.
function changed(ours: Variables, defaults: Variables): Variables {
  const isChanged = ([name, value]: [string, string]) => defaults[name as keyof Variables] !== value;
  return Object.fromEntries(Object.entries(ours).filter(isChanged));
}

// Mantine would put the theme's variables into a <style> element at run time, which a content security policy without
// 'unsafe-inline' refuses. They are known at build time, so they become part of the style sheet.
export function themeStyles(): Plugin {
  return {
    name: 'gatehouse-theme-styles',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const ours = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
      const defaults = defaultCssVariablesResolver(DEFAULT_THEME);
      return convertCssVariables(
        {
          variables: changed(ours.variables, defaults.variables),
          light: changed(ours.light, defaults.light),
          dark: changed(ours.dark, defaults.dark),
        },
        ':root',
      );
    },
  };
}
