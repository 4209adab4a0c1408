// Deutsch. In der Anrede „Sie“, in einfachen Worten und ganzen Sätzen; Personen ohne Geschlecht, wo es geht.
//
//   machine, computer    Rechner                 session              Sitzung
//   client, Clients      Client, Clients         viewer               Viewer
//   appliance            Appliance               relay                Relay
//   organization         Organisation            address book         Adressbuch
//   user, people         Benutzer, Personen      group                Gruppe
//   role                 Rolle                   permission set       Rechtesatz
//   section, level       Bereich, Zugriff        Owner, User …        bleiben, wie die Appliance sie nennt
//   administrator        wer Ihre Organisation   audit log            Protokoll
//                        verwaltet, Verwaltung   log (of a program)   Log
//   sign in, sign out    anmelden, abmelden      login                Anmeldung
//   password             Passwort                passkey              Passkey
//   second factor        zweiter Faktor          recovery code        Wiederherstellungscode
//   token                das Token               enrol, join          beitreten
//   key, fingerprint     Schlüssel,              sealed               versiegelt
//                        Fingerabdruck           round trip           Umlaufzeit
//   set up               einrichten              settings file        Einstellungsdatei
//   entry, nickname      Eintrag, Kurzname       tag                  Schlagwort
//   undo                 Rückgängig              shortcut             Tastenkürzel
//   create, make         anlegen, erstellen      edit, view           bearbeiten (Rechte: ändern), ansehen
//   disable, enable      sperren, freigeben      revoke               widerrufen
//                        (Konto); aus-,          mail                 E-Mail
//                        einschalten
//   license              Lizenz                  team                 Team
//   invite, invitation   einladen, Einladung     withdraw (that)      zurückziehen
//   invoice              Rechnung                billing details      Rechnungsangaben
//   device (of codes)    Gerät                   enrollment token     Beitrittstoken
//   namespace            Namensraum              alias, aliases       Alias, Aliasse
//   give, take (rights)  geben, wegnehmen        delete, remove       löschen, entfernen
//   webhook, delivery    Webhook, Zustellung     secret               Geheimnis
//   comment, reason      Kommentar, Grund        export, download     exportieren, herunterladen
import type { Translations } from '..';
import { addressBooks } from './addressBooks';
import { app } from './app';
import { appliance } from './appliance';
import { mail, organization, relays, userProviders, webhooks } from './appliancePages';
import { audit } from './audit';
import { chat, handOver } from './chat';
import { addMachine, clients, deviceKeys, help, sessions } from './clients';
import { approvals, askApproval, openingHours } from './machineRules';
import { elevation, elevationRequest, terminal } from './elevation';
import { dashboard, forgotPassword, invitation, setPassword, setup, signIn } from './entry';
import { invoices, license, team } from './license';
import { organizations } from './organizations';
import { factors, knownKeys, loginHistory, passkeyFaults, passkeys, profile } from './profile';
import { apiTokens, rights } from './rights';
import { groups, permissionSets, roles } from './roles';
import { search } from './search';
import { encoders, format, permissions, screens, ui } from './ui';
import { manyUsers, users } from './users';
import { endings, keys, viewer } from './viewer';

export const translations: Translations = {
  addMachine,
  addressBooks,
  apiTokens,
  app,
  appliance,
  approvals,
  askApproval,
  audit,
  chat,
  clients,
  dashboard,
  deviceKeys,
  elevation,
  elevationRequest,
  encoders,
  endings,
  factors,
  forgotPassword,
  format,
  groups,
  handOver,
  help,
  invitation,
  invoices,
  keys,
  knownKeys,
  license,
  loginHistory,
  mail,
  manyUsers,
  openingHours,
  organization,
  organizations,
  passkeyFaults,
  passkeys,
  permissionSets,
  permissions,
  profile,
  relays,
  rights,
  roles,
  screens,
  search,
  sessions,
  setPassword,
  setup,
  signIn,
  team,
  terminal,
  ui,
  userProviders,
  users,
  viewer,
  webhooks,
};
