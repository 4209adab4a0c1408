import { createTheme, type MantineColorsTuple } from '@mantine/core';

// The gate's green-blue: everything one can press.
const gate: MantineColorsTuple = [
  '#ecf6f5', '#d5eae8', '#aad5d1', '#7cbfb9', '#52a7a0', '#2f8d86', '#17736d', '#115f5a', '#0d4c48', '#093836',
];
// Lamp light: the one accent, for what is running now or wants attention.
const lamp: MantineColorsTuple = [
  '#fdf4ea', '#fae4cb', '#f5c996', '#f0ad62', '#e8923a', '#d67b22', '#a95b12', '#8b4a0e', '#6b390c', '#4a2709',
];
const ink: MantineColorsTuple = [
  '#dfe8e8', '#bccaca', '#93a6a7', '#647a7c', '#37494c', '#283739', '#192527', '#111b1d', '#0c1416', '#070d0e',
];
const stone: MantineColorsTuple = [
  '#f6f8f7', '#edf1f0', '#e1e7e6', '#cfd8d7', '#b2bfbe', '#879694', '#566664', '#414f4e', '#2a3635', '#16201f',
];

export const theme = createTheme({
  primaryColor: 'gate',
  primaryShade: { light: 6, dark: 6 },
  colors: { gate, lamp, dark: ink, gray: stone },
  black: '#14211f',
  fontFamily: "'Figtree Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, 'DejaVu Sans Mono', monospace",
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Scroll locking puts a <style> element into the page, which the content security policy refuses; app.css locks instead.
    Drawer: { defaultProps: { lockScroll: false } },
    Modal: { defaultProps: { lockScroll: false } },
    ModalRoot: { defaultProps: { lockScroll: false } },
    DrawerRoot: { defaultProps: { lockScroll: false } },
    Badge: { defaultProps: { tt: 'none', fw: 600 } },
    // No asterisks: no form here has a field that may be left empty. `required` still says so to those who can't see.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'], withAsterisk: false } },
  },
});
