import { inLanguage } from '../../languages/inLanguage';

export const words = inLanguage('dashboard', {
  title: 'Dashboard',
  welcome: (name: string) => `Hello ${name}`,
  connectTitle: 'Connect to a machine',
  connectText: 'Type an ID or alias, or a part of the name.',
  thisMachine: 'This machine',
  thisMachineOffline: 'Its screen is not available just now. The appliance’s log says why.',
  numbers: 'Numbers',
  clients: 'Machines',
  online: 'Online now',
  running: 'Sessions running',
  today: 'Sessions today',
  recent: 'Recent sessions',
  recentLabel: 'Recent sessions',
  allSessions: 'All sessions',
  noSessions: 'No sessions yet',
  noSessionsText: 'Press Connect to see and control a machine. What happens is listed here.',
  attention: 'Needs attention',
  allWell: 'Nothing needs your attention.',
  look: 'Take a look',
});
