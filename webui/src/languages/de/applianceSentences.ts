// Was die Appliance in ganzen Sätzen sagt: Ablehnungen, Hinweise zu Feldern, Beschreibungen der vorgegebenen Rollen.
export const sentences: Readonly<Record<string, string>> = {
  'There is nothing here.': 'Hier ist nichts.',
  'You are not signed in, or your sign-in has ended.': 'Sie sind nicht angemeldet, oder Ihre Anmeldung ist beendet.',
  'Your roles do not allow this. Ask an administrator.':
    'Ihre Rollen erlauben das nicht. Fragen Sie jemanden, der Ihre Organisation verwaltet.',
  'Show that it is you, then try again.': 'Zeigen Sie, dass Sie es sind, und versuchen Sie es dann noch einmal.',
  'One of your roles wants a second factor. Set it up first: sign in to the portal.':
    'Eine Ihrer Rollen verlangt einen zweiten Faktor. Richten Sie ihn zuerst ein: Melden Sie sich im Portal an.',
  'Some values are not right.': 'Einige Angaben stimmen nicht.',
  'Too many tries. Wait a little and try again.': 'Zu viele Versuche. Warten Sie ein wenig und versuchen Sie es dann noch einmal.',
  'The appliance is busy checking other passwords. Try again in a moment.':
    'Die Appliance prüft gerade andere Passwörter. Versuchen Sie es gleich noch einmal.',
  'The appliance could not read or write its data. Its log says more.':
    'Die Appliance konnte ihre Daten nicht lesen oder schreiben. Ihr Log sagt mehr.',
  'That were too many requests. Go on when the time that Retry-After says is over.':
    'Das waren zu viele Anfragen. Warten Sie ein wenig und machen Sie dann weiter.',
  'There are too many sessions now. End one, or try again soon.':
    'Zurzeit gibt es zu viele Sitzungen. Beenden Sie eine, oder versuchen Sie es bald noch einmal.',
  'Too many pages are open. Close some of them.': 'Zu viele Seiten sind offen. Schließen Sie einige davon.',
  'The request is too large.': 'Die Anfrage ist zu groß.',
  'Somebody has changed this since you loaded it. Load it again, look, and save again.':
    'Jemand hat das geändert, seit Sie es geladen haben. Laden Sie es neu, sehen Sie es an und speichern Sie noch einmal.',
  'This request does not carry the token of your sign-in. Load the page again.':
    'Diese Anfrage enthält nicht das Token Ihrer Anmeldung. Laden Sie die Seite neu.',
  'This request does not come from a page of this appliance.': 'Diese Anfrage kommt nicht von einer Seite dieser Appliance.',
  'The organization of this login is gone. Sign in again.': 'Die Organisation dieser Anmeldung gibt es nicht mehr. Melden Sie sich neu an.',

  'The organization ID, the e-mail address or the password is not right.':
    'Die Organisations-ID, die E-Mail-Adresse oder das Passwort stimmt nicht.',
  'Only Owners sign in here at the moment: the other users of this organization come from its user provider.':
    'Hier melden sich zurzeit nur Owner an: Die anderen Benutzer dieser Organisation kommen von ihrer Benutzerquelle.',
  'That took too long or too many tries. Sign in again.': 'Das waren zu viele Versuche, oder es hat zu lange gedauert. Melden Sie sich neu an.',
  'This code is not right, or it was used already.': 'Dieser Code stimmt nicht, oder er wurde schon benutzt.',
  'This code is not right. Type the one that the app shows now, and check that the clocks of the device and of the appliance are right.':
    'Dieser Code stimmt nicht. Geben Sie den ein, den die App jetzt zeigt, und prüfen Sie, ob die Uhren des Geräts und der Appliance stimmen.',
  'This is not the code on the console.': 'Das ist nicht der Code auf der Konsole.',
  'This is not the code that the appliance shows on its console.': 'Das ist nicht der Code, den die Appliance auf ihrer Konsole zeigt.',
  'This is not your password.': 'Das ist nicht Ihr Passwort.',
  'This link was used already or is too old. Ask for a new one.': 'Dieser Link wurde schon benutzt oder ist zu alt. Bitten Sie um einen neuen.',
  'That took too long. Start again with a new QR code.': 'Das hat zu lange gedauert. Beginnen Sie neu mit einem neuen QR-Code.',
  'You have as many devices as there can be. Remove one first.': 'Mehr Geräte sind nicht möglich. Entfernen Sie zuerst eines.',
  'This device is not there any more.': 'Dieses Gerät ist nicht mehr da.',
  'Recovery codes come with the first device or passkey. Add one first.':
    'Wiederherstellungscodes gibt es mit dem ersten Gerät oder Passkey. Fügen Sie zuerst eines von beiden hinzu.',
  'Passkeys need a name. Open the portal by its host name instead of an IP address.':
    'Passkeys brauchen einen Namen. Öffnen Sie das Portal unter seinem Rechnernamen statt unter einer IP-Adresse.',
  'You have as many passkeys as there can be. Remove one first.': 'Mehr Passkeys sind nicht möglich. Entfernen Sie zuerst einen.',
  'You have no passkey for the name by which you opened the portal.':
    'Sie haben keinen Passkey für den Namen, unter dem Sie das Portal geöffnet haben.',
  'What the browser made is no passkey that can be used here. Try another device, or another browser.':
    'Was der Browser erstellt hat, ist kein Passkey, der hier benutzt werden kann. Versuchen Sie es mit einem anderen Gerät oder Browser.',
  'This passkey does not sign in here: it is not known, was removed, or took too long.':
    'Dieser Passkey meldet hier nicht an: Er ist nicht bekannt, wurde entfernt, oder es hat zu lange gedauert.',
  'This is not one of your passkeys here, or it took too long.': 'Das ist keiner Ihrer Passkeys hier, oder es hat zu lange gedauert.',
  'This passkey is known here already.': 'Dieser Passkey ist hier schon bekannt.',
  'This passkey is not there any more.': 'Dieser Passkey ist nicht mehr da.',
  'That took too long. Start again.': 'Das hat zu lange gedauert. Beginnen Sie noch einmal.',
  'This login is not there, or it has ended.': 'Diese Anmeldung gibt es nicht, oder sie ist beendet.',
  'The password needs at least 12 characters. A few words in a row are easy to remember.':
    'Das Passwort braucht mindestens 12 Zeichen. Einige Wörter hintereinander lassen sich leicht merken.',
  'The password is too long: 1024 bytes are the most.': 'Das Passwort ist zu lang: Höchstens 1024 Bytes sind möglich.',
  'The password contains something that is not text.': 'Das Passwort enthält etwas, das kein Text ist.',
  'The password is your name, your e-mail address or the organization\'s name. Choose one that others can\'t guess.':
    'Das Passwort ist Ihr Name, Ihre E-Mail-Adresse oder der Name der Organisation. Wählen Sie eines, das andere nicht erraten.',
  'This password is among the first that others would try. Choose a few words that don\'t belong together.':
    'Dieses Passwort gehört zu den ersten, die andere probieren würden. Wählen Sie einige Wörter, die nicht zusammengehören.',

  'Somebody else has to approve first that you connect to this machine. Ask for it.':
    'Zuerst muss jemand anders freigeben, dass Sie sich mit diesem Rechner verbinden. Bitten Sie darum.',
  'There is no such request.': 'Diese Bitte gibt es nicht.',
  'This request is decided already, or its time is over. Load the page again.':
    'Über diese Bitte ist schon entschieden, oder ihre Zeit ist vorbei. Laden Sie die Seite neu.',
  'Nobody decides about what they asked for themself. Ask somebody else.':
    'Niemand entscheidet über das, worum er selbst gebeten hat. Bitten Sie jemand anders.',
  'This machine needs no approval. Connect to it.': 'Dieser Rechner braucht keine Freigabe. Verbinden Sie sich.',
  'You have asked for this machine already, and that still counts.': 'Sie haben für diesen Rechner schon gefragt, und das gilt noch.',
  'Several people ask to connect to machines that need an approval.':
    'Mehrere Personen möchten sich mit Rechnern verbinden, die eine Freigabe brauchen.',
  'This machine is closed now.': 'Dieser Rechner ist jetzt geschlossen.',
  'Write what belongs to a day as 08:00-17:30: at most three, which do not overlap.':
    'Schreiben Sie, was zu einem Tag gehört, als 08:00-17:30: höchstens drei, die sich nicht überschneiden.',
  'Name hours of at least one day, or remove them: then it is open always.':
    'Nennen Sie Zeiten für mindestens einen Tag, oder entfernen Sie sie: Dann ist der Rechner immer geöffnet.',
  'Days are monday to sunday.': 'Tage sind monday bis sunday.',

  'This is missing.': 'Das fehlt.',
  'This must not be empty.': 'Das darf nicht leer sein.',
  'This must be text.': 'Das muss Text sein.',
  'This must be one line of text without control characters.': 'Das muss eine Zeile Text ohne Steuerzeichen sein.',
  'This must be text without control characters.': 'Das muss Text ohne Steuerzeichen sein.',
  'This must be true or false.': 'Das muss wahr oder falsch sein.',
  'This must be a list.': 'Das muss eine Liste sein.',
  'This is there twice.': 'Das gibt es doppelt.',
  'One is named twice.': 'Eines ist doppelt genannt.',
  'One of these is not known.': 'Eines davon ist nicht bekannt.',
  'Choose at least one group.': 'Wählen Sie mindestens eine Gruppe.',
  'Each must be one line of text without control characters.': 'Jedes muss eine Zeile Text ohne Steuerzeichen sein.',
  'One is empty.': 'Eines ist leer.',
  'A tag has no comma and no semicolon.': 'Ein Schlagwort enthält kein Komma und kein Semikolon.',
  'Name a tag to add or to remove.': 'Nennen Sie ein Schlagwort zum Hinzufügen oder zum Wegnehmen.',
  'A tag is added or removed, not both.': 'Ein Schlagwort wird hinzugefügt oder weggenommen, nicht beides.',
  'This is no address. Write an ID of nine or ten digits, or an alias such as name@namespace.':
    'Das ist keine Adresse. Schreiben Sie eine ID aus neun oder zehn Ziffern oder einen Alias wie Name@Namensraum.',
  'Choose at least one.': 'Wählen Sie mindestens eines.',
  'This is no ID.': 'Das ist keine ID.',
  'This is no e-mail address.': 'Das ist keine E-Mail-Adresse.',
  'This time is over already.': 'Dieser Zeitpunkt ist schon vorbei.',

  'A user has this e-mail address already.': 'Ein Benutzer hat diese E-Mail-Adresse schon.',
  'Another user has this e-mail address.': 'Ein anderer Benutzer hat diese E-Mail-Adresse.',
  'This address is invited already. Make a new link for that invitation, or withdraw it first.':
    'Diese Adresse ist schon eingeladen. Erstellen Sie für die Einladung einen neuen Link, oder ziehen Sie sie erst zurück.',
  'There is no such invitation.': 'Diese Einladung gibt es nicht.',
  'This invitation was accepted or withdrawn already, or is too old. Ask for a new one.':
    'Diese Einladung wurde schon angenommen oder zurückgezogen, oder sie ist zu alt. Bitten Sie um eine neue.',
  'You are a user of this organization already.': 'Sie sind schon Benutzer dieser Organisation.',
  'Another address is invited than the one of your account. Accept with a new account, or ask for an invitation of your own.':
    'Eingeladen ist eine andere Adresse als die Ihres Kontos. Nehmen Sie mit einem neuen Konto an, oder bitten Sie um eine eigene Einladung.',
  'Your organization would be left without an Owner who can sign in. Make somebody else Owner there first.':
    'In Ihrer Organisation bliebe kein Owner, der sich anmelden kann. Machen Sie dort zuerst jemand anders zu Owner.',
  'This is your own account. Change your password in My Profile.':
    'Das ist Ihr eigenes Konto. Ihr Passwort ändern Sie unter „Mein Profil“.',
  'Remove your own devices and passkeys in My Profile.': 'Ihre eigenen Geräte und Passkeys entfernen Sie unter „Mein Profil“.',
  'This user has no second factor.': 'Dieser Benutzer hat keinen zweiten Faktor.',
  'This account is disabled or has ended. Enable it first.': 'Dieses Konto ist gesperrt oder beendet. Geben Sie es zuerst frei.',
  'The appliance sends no mail: no server for it is set. Hand the link over yourself.':
    'Die Appliance sendet keine E-Mail: Es ist kein Server dafür eingestellt. Geben Sie den Link selbst weiter.',
  'The appliance does not know where a link in mail should lead. Set mail.links.':
    'Die Appliance weiß nicht, wohin ein Link in einer E-Mail führen soll. Stellen Sie mail.links ein.',
  'You can give, take and change only rights that you have yourself. Ask somebody who has them.':
    'Sie können nur Rechte geben, nehmen und ändern, die Sie selbst haben. Fragen Sie jemanden, der sie hat.',
  'An Owner has no end date, so that somebody can always manage the organization.':
    'Die Rolle Owner hat kein Enddatum, damit immer jemand die Organisation verwalten kann.',
  'Nobody would be left who is Owner and can sign in. Make somebody else Owner first.':
    'Es bliebe niemand mit der Rolle Owner übrig, der sich anmelden kann. Machen Sie zuerst jemand anders zu Owner.',
  'Owner is given to a person, not to a group.': 'Owner gibt man einer Person, keiner Gruppe.',
  'Every user has this role.': 'Diese Rolle haben alle Benutzer.',
  'Every user has this role; it has no end.': 'Diese Rolle haben alle Benutzer; sie hat kein Ende.',
  'This user does not have the role.': 'Dieser Benutzer hat die Rolle nicht.',
  'The group does not have this role.': 'Die Gruppe hat diese Rolle nicht.',
  'This user is not in the group.': 'Dieser Benutzer ist nicht in der Gruppe.',
  'A preconfigured role cannot be edited.': 'Eine vorgegebene Rolle lässt sich nicht ändern.',
  'There is no such user.': 'Diesen Benutzer gibt es nicht.',
  'There is no such role.': 'Diese Rolle gibt es nicht.',
  'There is no such group.': 'Diese Gruppe gibt es nicht.',
  'There is no such permission set.': 'Diesen Rechtesatz gibt es nicht.',
  'There is no such address book.': 'Dieses Adressbuch gibt es nicht.',
  'There is no such entry.': 'Diesen Eintrag gibt es nicht.',
  'There is no such organization.': 'Diese Organisation gibt es nicht.',
  'There is no such machine.': 'Diesen Rechner gibt es nicht.',
  'There is no such session.': 'Diese Sitzung gibt es nicht.',
  'There is no such relay.': 'Dieses Relay gibt es nicht.',
  'There is no such message.': 'Diese Nachricht gibt es nicht.',
  'There is no such webhook.': 'Diesen Webhook gibt es nicht.',
  'There is no such delivery.': 'Diese Zustellung gibt es nicht.',
  'There is no such token, or it is revoked already.': 'Dieses Token gibt es nicht, oder es ist schon widerrufen.',

  'There is no machine with this ID or alias.': 'Es gibt keinen Rechner mit dieser ID oder diesem Alias.',
  'This machine is not connected to the appliance right now.': 'Dieser Rechner ist gerade nicht mit der Appliance verbunden.',
  'This machine has not shown its key yet. Try again in a moment.':
    'Dieser Rechner hat seinen Schlüssel noch nicht gezeigt. Versuchen Sie es gleich noch einmal.',
  'This machine came with another key than it had. Somebody who may edit clients has to confirm the new one.':
    'Dieser Rechner kam mit einem anderen Schlüssel als bisher. Jemand, der Clients ändern darf, muss den neuen bestätigen.',
  'This key is not the one that waits to be confirmed. Look again.':
    'Dieser Schlüssel ist nicht der, der auf Bestätigung wartet. Sehen Sie noch einmal nach.',
  'This is the appliance itself. To serve its screen no more, set desktop.enabled=off.':
    'Das ist die Appliance selbst. Um ihren Bildschirm nicht mehr bereitzustellen, setzen Sie desktop.enabled=off.',
  'Another machine has this alias.': 'Ein anderer Rechner hat diesen Alias.',
  'Write it as name@namespace, with letters, digits, \'.\', \'_\' and \'-\', a letter or digit at both ends.':
    'Schreiben Sie ihn als Name@Namensraum, mit Buchstaben, Ziffern, „.“, „_“ und „-“ und an beiden Enden einem Buchstaben oder einer Ziffer.',
  'This machine runs Gatehouse without installing it, so it has an ID only. Once it is installed there, it can have an alias.':
    'Auf diesem Rechner läuft Gatehouse, ohne installiert zu sein, darum hat er nur eine ID. Sobald es dort installiert ist, kann er einen Alias haben.',
  'Your organization wants to know why you connect.': 'Ihre Organisation möchte wissen, warum Sie sich verbinden.',
  'There is no such connection, or it was used already.': 'Diese Verbindung gibt es nicht, oder sie wurde schon benutzt.',
  'This session has already ended.': 'Diese Sitzung ist schon beendet.',
  'The comment of this session was changed too often.': 'Der Kommentar dieser Sitzung wurde zu oft geändert.',
  'This address book has an entry with this address already.': 'In diesem Adressbuch steht schon ein Eintrag mit dieser Adresse.',
  'This address is in the book already.': 'Diese Adresse steht schon im Adressbuch.',
  'It is the same already.': 'Es steht schon genauso da.',
  'Another organization has this ID.': 'Eine andere Organisation hat diese ID.',
  'Use 2 to 40 lower-case letters and digits, with single dashes between them: example-org.':
    'Benutzen Sie 2 bis 40 Kleinbuchstaben und Ziffern, mit einzelnen Bindestrichen dazwischen: beispiel-org.',
  'Only a team has a description.': 'Nur ein Team hat eine Beschreibung.',
  'Somebody has set a password there. Its own people make new links for each other.':
    'Dort hat schon jemand ein Passwort gesetzt. Neue Links erstellen die Personen dort einander selbst.',
  'This is not the organization\'s name.': 'Das ist nicht der Name der Organisation.',
  'A name holds no address of a web page.': 'Ein Name enthält keine Adresse einer Webseite.',
  'This letter tells what happened at its time, and is not written again.': 'Dieser Brief sagt, was zu seiner Zeit geschah, und wird nicht noch einmal geschrieben.',
  'This organization owns the appliance, which would be nobody\'s without it. To give the appliance up, stop it and delete its data directory.':
    'Dieser Organisation gehört die Appliance, die ohne sie niemandem gehörte. Um die Appliance aufzugeben, halten Sie sie an und löschen Sie ihr Datenverzeichnis.',
  'The appliance\'s disk has no room for this. Choose less, or make room.':
    'Auf der Festplatte der Appliance ist dafür kein Platz. Wählen Sie weniger, oder schaffen Sie Platz.',
  'Another organization has this namespace.': 'Eine andere Organisation hat diesen Namensraum.',
  'Use letters, digits and \'-\', with a letter or digit at both ends.':
    'Benutzen Sie Buchstaben, Ziffern und „-“, mit einem Buchstaben oder einer Ziffer an beiden Enden.',
  'This is the namespace of everybody on this appliance. Choose one of your own.':
    'Das ist der Namensraum aller auf dieser Appliance. Wählen Sie einen eigenen.',
  'Another relay has this address.': 'Ein anderes Relay hat diese Adresse.',
  'This is no host name or IP address. Write it as relay.example.org or relay.example.org:8443, without https://.':
    'Das ist kein Rechnername und keine IP-Adresse. Schreiben Sie sie als relay.example.org oder relay.example.org:8443, ohne https://.',
  'This is a name or an address of the appliance itself. A relay has a certificate of its own, so it needs a name of its own.':
    'Das ist ein Name oder eine Adresse der Appliance selbst. Ein Relay hat ein eigenes Zertifikat und braucht darum einen eigenen Namen.',
  'Write it as https://host/path. It has no name, password or # in it.':
    'Schreiben Sie sie als https://host/pfad, ohne Namen, Passwort oder # darin.',
  'This webhook is disabled. Enable it first.': 'Dieser Webhook ist ausgeschaltet. Schalten Sie ihn zuerst ein.',
  'Too many deliveries wait for this webhook already. Try again later.':
    'Für diesen Webhook warten schon zu viele Zustellungen. Versuchen Sie es später noch einmal.',
  'Too much is being downloaded right now. Try again in a moment.': 'Gerade wird zu viel heruntergeladen. Versuchen Sie es gleich noch einmal.',
  'This file of the program is damaged. Install Gatehouse again.': 'Diese Datei des Programms ist beschädigt. Installieren Sie Gatehouse neu.',
  'Only somebody who is signed in may decide that.': 'Das darf nur entscheiden, wer angemeldet ist.',

  'The session is open.': 'Die Sitzung ist offen.',
  'The viewer left.': 'Der Viewer wurde verlassen.',
  'Somebody at the machine ended the session.': 'Jemand am Rechner hat die Sitzung beendet.',
  'Closed by administrator, in the portal.': 'Die Sitzung wurde im Portal von der Verwaltung geschlossen.',
  'The person at the machine said no, or did not answer.': 'Die Person am Rechner hat Nein gesagt oder nicht geantwortet.',
  'The machine did not answer the call.': 'Der Rechner hat auf den Anruf nicht geantwortet.',
  'The machine is not connected to the appliance.': 'Der Rechner ist nicht mit der Appliance verbunden.',
  'The machine\'s connection broke.': 'Die Verbindung des Rechners ist abgebrochen.',
  'The viewer\'s connection broke.': 'Die Verbindung des Viewers ist abgebrochen.',
  'The machine\'s screen went away.': 'Der Bildschirm des Rechners ist verschwunden.',
  'The part of the program that serves the screen stopped unexpectedly.':
    'Der Teil des Programms, der den Bildschirm bereitstellt, ist unerwartet stehen geblieben.',
  'This is not allowed, or not any more.': 'Das ist nicht erlaubt, oder nicht mehr.',
  'There are too many sessions; try again later.': 'Es gibt zu viele Sitzungen; versuchen Sie es später noch einmal.',
  'The other side sent something it must not.': 'Die Gegenseite hat etwas gesendet, das sie nicht darf.',
  'The appliance is going down; try again in a moment.': 'Die Appliance wird beendet; versuchen Sie es gleich noch einmal.',
  'Nothing was heard from the other side for too long.': 'Von der Gegenseite war zu lange nichts zu hören.',
  'A newer connection took over.': 'Eine neuere Verbindung hat übernommen.',
  'This machine was removed from the appliance, or never belonged to it.':
    'Dieser Rechner wurde von der Appliance entfernt oder hat nie zu ihr gehört.',
  'The enrolment token is wrong, used or expired; make a new one in the portal.':
    'Das Beitrittstoken ist falsch, benutzt oder abgelaufen; erstellen Sie im Portal ein neues.',
  'Nobody used the session for too long.': 'Zu lange hat niemand die Sitzung benutzt.',
  'The machine refused the ticket; are the clocks right?': 'Der Rechner hat das Ticket abgelehnt; stimmen die Uhren?',
  'Another machine with the same key is connected: one is a copy of the other\'s disk.':
    'Ein anderer Rechner mit demselben Schlüssel ist verbunden: Einer ist eine Kopie der Festplatte des anderen.',
  'The relay of this session went away, or could not be reached.':
    'Das Relay dieser Sitzung ist verschwunden oder war nicht erreichbar.',
  'The machine has an access list, and whoever asked is not on it.':
    'Der Rechner hat eine Zugriffsliste, und wer angefragt hat, steht nicht darauf.',
  'The machine\'s opening hours were over.': 'Die Öffnungszeiten des Rechners waren vorbei.',
  'The approval of this session ran out or was taken back.': 'Die Freigabe dieser Sitzung lief ab oder wurde zurückgenommen.',

  'Several machines came with other keys than they had. They can\'t be reached until somebody confirms the new ones.':
    'Mehrere Rechner kamen mit anderen Schlüsseln als bisher. Erst wenn jemand die neuen bestätigt, sind sie wieder erreichbar.',
  'Help is requested at several machines.': 'An mehreren Rechnern wird um Hilfe gebeten.',
  'The disk of the appliance is almost full. Make room, or it will stop recording what happens.':
    'Die Festplatte der Appliance ist fast voll. Schaffen Sie Platz, sonst hört sie auf aufzuzeichnen, was geschieht.',
  'Yours is the only account, and it may do everything. Add users with just the rights that their work needs, also one for your own, and keep this account for setting up.':
    'Ihr Konto ist das einzige, und es darf alles. Legen Sie Benutzer mit genau den Rechten an, die ihre Arbeit braucht, auch einen für sich selbst, und behalten Sie dieses Konto fürs Einrichten.',
  'You use the Owner\'s account nearly every day. Create a user with just the rights that your daily work needs, and keep this account for setting up.':
    'Sie benutzen das Konto mit der Rolle Owner fast täglich. Legen Sie einen Benutzer mit genau den Rechten an, die Ihre tägliche Arbeit braucht, und behalten Sie dieses Konto fürs Einrichten.',

  'Has full access to everything, and alone may delete the organization.':
    'Hat vollen Zugriff auf alles und darf als Einzige die Organisation löschen.',
  'Manages the organization: users, roles, clients, sessions and builds.':
    'Verwaltet die Organisation: Benutzer, Rollen, Clients, Sitzungen und Builds.',
  'For IT support: sees the users, address books and clients needed to help.':
    'Für den IT-Support: sieht die Benutzer, Adressbücher und Clients, die zum Helfen nötig sind.',
  'For data protection: sees what is stored and what happened, and changes nothing.':
    'Für den Datenschutz: sieht, was gespeichert ist und was geschah, und ändert nichts.',
  'For invoices: sees the license, the invoices and the organization.':
    'Für Rechnungen: sieht die Lizenz, die Rechnungen und die Organisation.',
  'The default role for every user: the own profile, and the clients and builds to use.':
    'Die Grundrolle aller Benutzer: das eigene Profil und die Clients und Builds zum Benutzen.',
};

// Ablehnungen, deren Satz hier nicht steht oder erst im Betrieb entsteht.
export const byCode: Readonly<Record<string, string>> = {
  not_found: 'Das gibt es hier nicht.',
  not_permitted: 'Das dürfen Sie nicht.',
  not_signed_in: 'Sie sind nicht angemeldet.',
  invalid_fields: 'Einige Angaben stimmen nicht.',
  too_many_tries: 'Zu viele Versuche. Warten Sie ein wenig und versuchen Sie es dann noch einmal.',
  too_many_requests: 'Das waren zu viele Anfragen. Warten Sie ein wenig.',
  too_many: 'Mehr davon sind nicht möglich.',
  busy: 'Die Appliance ist beschäftigt. Versuchen Sie es gleich noch einmal.',
  store_failed: 'Die Appliance konnte ihre Daten nicht lesen oder schreiben. Ihr Log sagt mehr.',
  name_taken: 'Diesen Namen gibt es schon.',
  own_account: 'Mit dem eigenen Konto geht das nicht. Bitten Sie jemand anders.',
  preconfigured_role: 'Eine vorgegebene Rolle lässt sich nicht ändern.',
  not_in_license: 'Das ist nicht in Ihrer Lizenz.',
  provider_not_available: 'Diese Benutzerquelle gehört nicht zu dieser Version.',
  only_owners_sign_in: 'Zurzeit melden sich hier nur Owner an.',
  wrong_provider: 'Das geht nicht, solange die Benutzer dieser Organisation aus einer anderen Quelle kommen.',
  license_in_use: 'Die kleinere Lizenz hat nicht alles, was es in dieser Organisation gibt. Entfernen Sie das zuerst.',
  name_is_fixed: 'Der Name lässt sich später nicht mehr ändern.',
  no_room: 'Auf der Festplatte der Appliance ist dafür kein Platz.',
  login_only: 'Das geht nur, wenn Sie im Portal angemeldet sind.',
  address_taken: 'Diese Adresse gibt es schon.',
  email_taken: 'Diese E-Mail-Adresse hat schon jemand anders.',
  organization_id_taken: 'Eine andere Organisation hat diese ID.',
  already_invited: 'Diese Person ist schon eingeladen.',
  no_such_client: 'Diesen Rechner gibt es nicht.',
  too_many_tags: 'Ein Rechner hätte zu viele Schlagwörter.',
  too_many_relays: 'Mehr Relays sind nicht möglich.',
  too_many_downloads: 'Gerade wird zu viel heruntergeladen. Versuchen Sie es gleich noch einmal.',
  other_platform: 'Für eine solche Art von Rechner gibt diese Appliance kein Programm aus.',
  approval_needed: 'Zuerst muss jemand anders freigeben, dass Sie sich mit diesem Rechner verbinden.',
  outside_hours: 'Der Rechner ist jetzt geschlossen.',
  reason_required: 'Ihre Organisation möchte wissen, warum Sie sich verbinden.',
};
