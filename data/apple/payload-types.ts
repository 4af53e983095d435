/** What one kind of payload of a configuration profile does to a device. */
export interface PayloadKind {
  /** In plain words, completing “The profile …”. */
  readonly does: string;
  /** What that can be abused for, where it can. */
  readonly abuse?: string;
  readonly severity: 'info' | 'low' | 'medium' | 'high';
  /** ATT&CK for Mobile. */
  readonly technique?: string;
}

const CERTIFICATE: PayloadKind = {
  does: 'installs a certificate',
  abuse: 'If it is trusted as an authority, whoever holds its key can read and change encrypted traffic.',
  severity: 'medium',
  technique: 'T1632.001',
};
const IDENTITY: PayloadKind = {
  does: 'gives the device a certificate and key of its own to log in with',
  severity: 'low',
};
const VPN: PayloadKind = {
  does: 'sends the device’s traffic through a VPN',
  abuse: 'Whoever runs it sees where the device connects to, and what is sent unencrypted.',
  severity: 'medium',
  technique: 'T1638',
};
const ACCOUNT: PayloadKind = { does: 'sets up an account', severity: 'info' };
const MANAGED: PayloadKind = { does: 'sets options of the device', severity: 'info' };

/** By `PayloadType` (Apple, "Configuration Profile Reference"). */
export const payloadKinds: ReadonlyMap<string, PayloadKind> = new Map<string, PayloadKind>([
  [
    'com.apple.webClip.managed',
    {
      does: 'puts an icon on the home screen that opens a web page',
      abuse: 'It looks like an installed app, and no shop has reviewed it. Fake investment sites hand out “apps” this way.',
      severity: 'medium',
      technique: 'T1660',
    },
  ],
  [
    'com.apple.mdm',
    {
      does: 'places the device under remote management',
      abuse: 'Whoever runs the server can install and remove apps, read which are installed, lock or erase the device, within the rights named.',
      severity: 'high',
      technique: 'T1632.001',
    },
  ],
  [
    'Profile Service',
    {
      does: 'sends the device’s identifiers to a server',
      abuse: 'The first step of “super signature” distribution: with the identifier (UDID) an app is signed for this one device and then offered to it outside the App Store.',
      severity: 'medium',
      technique: 'T1426',
    },
  ],
  ['com.apple.security.root', CERTIFICATE],
  ['com.apple.security.pem', CERTIFICATE],
  ['com.apple.security.pkcs1', CERTIFICATE],
  ['com.apple.security.pkcs12', IDENTITY],
  ['com.apple.security.scep', IDENTITY],
  ['com.apple.security.acme', IDENTITY],
  [
    'com.apple.dnsSettings.managed',
    {
      does: 'sends all name look-ups to a chosen server',
      abuse: 'Whoever runs it sees every site and app in use, and can lead names to other servers.',
      severity: 'medium',
      technique: 'T1638',
    },
  ],
  [
    'com.apple.dnsProxy.managed',
    { does: 'passes name look-ups to an app', severity: 'medium', technique: 'T1638' },
  ],
  ['com.apple.vpn.managed', VPN],
  ['com.apple.vpn.managed.applayer', VPN],
  ['com.apple.vpn.managed.appmapping', { does: 'chooses which apps use a VPN', severity: 'low' }],
  ['com.apple.relay.managed', VPN],
  [
    'com.apple.proxy.http.global',
    {
      does: 'sends all web traffic through a proxy',
      abuse: 'Whoever runs it sees where the device connects to, and what is sent unencrypted.',
      severity: 'high',
      technique: 'T1638',
    },
  ],
  [
    'com.apple.wifi.managed',
    { does: 'adds a wireless network', abuse: 'It may carry a proxy for that network.', severity: 'low' },
  ],
  ['com.apple.cellular', { does: 'changes the settings of the mobile network', severity: 'low' }],
  ['com.apple.apn.managed', { does: 'changes the access point of the mobile network', severity: 'low' }],
  [
    'com.apple.webcontent-filter',
    {
      does: 'decides which web pages can be opened',
      abuse: 'The filter sees the pages that are opened.',
      severity: 'medium',
    },
  ],
  ['com.apple.applicationaccess', { does: 'restricts what the user can do with the device', severity: 'low' }],
  [
    'com.apple.profileRemovalPassword',
    {
      does: 'can be removed with a password only',
      abuse: 'The user cannot undo what the profile did.',
      severity: 'medium',
      technique: 'T1629.001',
    },
  ],
  ['com.apple.mobiledevice.passwordpolicy', { does: 'demands a passcode of a certain kind', severity: 'info' }],
  ['com.apple.app.lock', { does: 'locks the device to one app', severity: 'medium', technique: 'T1629.002' }],
  ['com.apple.homescreenlayout', { does: 'arranges the home screen', severity: 'low' }],
  ['com.apple.notificationsettings', { does: 'decides which apps may notify', severity: 'low' }],
  ['com.apple.mail.managed', { ...ACCOUNT, does: 'sets up an e-mail account' }],
  ['com.apple.eas.account', { ...ACCOUNT, does: 'sets up an Exchange account' }],
  ['com.apple.google-oauth', { ...ACCOUNT, does: 'sets up a Google account' }],
  ['com.apple.ldap.account', { ...ACCOUNT, does: 'sets up an address directory' }],
  ['com.apple.caldav.account', { ...ACCOUNT, does: 'sets up a calendar account' }],
  ['com.apple.carddav.account', { ...ACCOUNT, does: 'sets up an address book account' }],
  [
    'com.apple.subscribedcalendar.account',
    {
      does: 'subscribes to a calendar',
      abuse: 'Calendars are used to fill a device with advertising and false warnings.',
      severity: 'low',
      technique: 'T1660',
    },
  ],
  ['com.apple.sso', { does: 'sets up single sign-on', severity: 'info' }],
  ['com.apple.extensiblesso', { does: 'sets up single sign-on', severity: 'info' }],
  ['com.apple.airprint', MANAGED],
  ['com.apple.airplay', MANAGED],
  ['com.apple.font', { does: 'installs a font', severity: 'info' }],
  ['com.apple.domains', { does: 'names domains whose documents count as managed', severity: 'info' }],
  ['com.apple.shareddeviceconfiguration', { does: 'sets the text on the lock screen', severity: 'info' }],
  ['com.apple.configurationprofile.identification', { does: 'asks the user for a name', severity: 'low' }],
  ['Configuration', { does: 'is a configuration profile', severity: 'info' }],
]);
