import react from '@vitejs/plugin-react';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

import { novnc } from './scripts/novnc';
import { singleIcons } from './scripts/single-icons';
import { themeStyles } from './scripts/theme-styles';
import { xtermStyles } from './scripts/xterm-styles';

// `npm run dev` serves the UI itself and hands the API to a running appliance.
const { GATEHOUSE_URL: appliance = 'https://localhost:8443' } = loadEnv('', '.', 'GATEHOUSE_');

export default defineConfig({
  plugins: [novnc(), singleIcons(), react(), themeStyles(), xtermStyles()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the content security policy allows no data: URL in styles and scripts
    modulePreload: { polyfill: false },
  },
  server: {
    fs: { allow: ['.', '../appliance', '../tests/vectors'] }, // tests read what both sides must agree on
    proxy: { '/api': { target: appliance, secure: false, changeOrigin: true, ws: true } },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
