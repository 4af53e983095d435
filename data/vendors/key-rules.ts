/** How a key of a service is recognised: by the name it stands under, by its own form, or both. */
export interface KeyRule {
  /** `id` in vendors.ts. */
  readonly vendor: string;
  /** What the value is, in words. */
  readonly what: string;
  /** On the name that carries it (meta-data, resource, key of JSON). Left out: the form of the value is enough. */
  readonly name?: RegExp;
  /** On the value. With a group, the group is the key. */
  readonly value: RegExp;
  /** Gives access, not only a name: flagged, and kept out of exports. */
  readonly secret?: boolean;
  /** A short text that must stand in the value before the pattern is tried: keeps millions of texts cheap. */
  readonly hint?: string;
}

const hex32 = /^[0-9a-f]{32}$/i;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const digits = /^\d{5,20}$/;
const key = /^[A-Za-z0-9_-]{8,64}$/;

/** By name first. Sources: the documentation of each product, and public app manifests. */
export const namedKeyRules: readonly KeyRule[] = [
  { vendor: 'firebase', what: 'app id', name: /^google_app_id$/i, value: /^1:\d+:[a-z]+:[0-9a-f]+$/ },
  { vendor: 'firebase', what: 'project id', name: /^(project_id|PROJECT_ID|firebase_project_id)$/, value: /^[a-z][a-z0-9-]{4,29}$/ },
  { vendor: 'firebase', what: 'sender id', name: /^(gcm_defaultSenderId|GCM_SENDER_ID|messagingSenderId)$/, value: digits },
  { vendor: 'firebase', what: 'database', name: /^(firebase_database_url|DATABASE_URL|databaseURL)$/, value: /^https:\/\/[\w.-]+/ },
  { vendor: 'firebase', what: 'storage bucket', name: /^(google_storage_bucket|STORAGE_BUCKET|storageBucket)$/, value: /^[a-z0-9.-]{4,100}$/ },
  { vendor: 'firebase', what: 'API key', name: /^(google_api_key|google_crash_reporting_api_key|API_KEY|apiKey)$/, value: /^AIza[\w-]{35}$/ },
  { vendor: 'google-maps', what: 'API key', name: /^com\.google\.android\.(geo|maps\.v2)\.API_KEY$/, value: /^AIza[\w-]{35}$/ },
  { vendor: 'admob', what: 'app id', name: /^(com\.google\.android\.gms\.ads\.APPLICATION_ID|GADApplicationIdentifier)$/, value: /^ca-app-pub-\d{16}~\d{10}$/ },
  { vendor: 'dcloud', what: 'channel (package|appid|…)', name: /^DCLOUD_STREAMAPP_CHANNEL$/i, value: /^.{3,200}$/ },
  { vendor: 'dcloud', what: 'app key', name: /^(dcloud_appkey|DCLOUD_AD_ID)$/i, value: key },
  { vendor: 'openinstall', what: 'app key', name: /^com\.openinstall\.APP_(KEY|ID)$|^openinstall_?app_?key$/i, value: key },
  { vendor: 'xinstall', what: 'app key', name: /^com\.xinstall\.APP_KEY$|^xinstall_?app_?key$/i, value: key },
  { vendor: 'sharetrace', what: 'app key', name: /^com\.sharetrace\.APP_KEY$/i, value: key },
  { vendor: 'netease-im', what: 'app key', name: /^com\.netease\.nim\.appKey$|^nim_?app_?key$/i, value: hex32 },
  { vendor: 'jpush', what: 'app key', name: /^(JPUSH_APPKEY|jpush_?app_?key|JMESSAGE_APPKEY)$/i, value: /^[0-9a-f]{24}$/i },
  { vendor: 'umeng', what: 'app key', name: /^(UMENG_APPKEY|umeng_?app_?key|UM_APPKEY)$/i, value: /^[0-9a-f]{24}$/i },
  { vendor: 'getui', what: 'app id', name: /^(PUSH_APPID|GETUI_APPID|GT_INSTALL_APPID|GETUI_APP_ID)$/i, value: /^[A-Za-z0-9]{16,32}$/ },
  { vendor: 'easemob', what: 'app key', name: /^EASEMOB_APPKEY$/i, value: /^[\w-]+#[\w-]+$/ },
  { vendor: 'rongcloud', what: 'app key', name: /^(RONG_CLOUD_APP_KEY|RongCloudAppKey|rong_?app_?key)$/i, value: /^[a-z0-9]{10,20}$/ },
  { vendor: 'tencent-im', what: 'SDK app id', name: /^(sdk_?app_?id|TIM_?SDK_?APP_?ID|im_?app_?id)$/i, value: /^(14|16|20)\d{8}$/ },
  { vendor: 'bugly', what: 'app id', name: /^(BUGLY_APPID|bugly_?app_?id)$/i, value: /^[0-9a-f]{10}$/i },
  { vendor: 'agora', what: 'app id', name: /agora.{0,10}(app_?id|key)|^(AGORA_APP_ID|agoraAppId)$/i, value: hex32 },
  { vendor: 'zego', what: 'app id', name: /^zego_?(app_?id)$/i, value: /^\d{8,11}$/ },
  { vendor: 'amap', what: 'API key', name: /^com\.amap\.api\.v2\.apikey$|^amap_?key$/i, value: hex32 },
  { vendor: 'baidu', what: 'maps API key', name: /^com\.baidu\.lbsapi\.API_KEY$/i, value: /^[A-Za-z0-9]{24,32}$/ },
  { vendor: 'huawei', what: 'app id', name: /^com\.huawei\.hms\.client\.appid$/, value: /(\d{6,12})/ },
  { vendor: 'talkingdata', what: 'app id', name: /^(TDGA_APP_ID|TD_APP_ID)$/, value: hex32 },
  { vendor: 'mob', what: 'app key', name: /^Mob-AppKey$|^MOB_?APPKEY$/i, value: /^[0-9a-z]{8,32}$/i },
  { vendor: 'onesignal', what: 'app id', name: /^(onesignal_?app_?id|OneSignal_?App_?Id)$/i, value: uuid },
  { vendor: 'appsflyer', what: 'dev key', name: /apps_?flyer.{0,8}(dev_?)?key/i, value: /^[A-Za-z0-9]{20,24}$/ },
  { vendor: 'adjust', what: 'app token', name: /adjust.{0,6}(app_?)?token/i, value: /^[a-z0-9]{12}$/ },
  { vendor: 'branch', what: 'key', name: /^(io\.branch\.sdk\.BranchKey(\.test)?|branch_key)$/i, value: /^key_(live|test)_\w{20,}$/ },
  { vendor: 'kochava', what: 'app guid', name: /kochava.{0,6}(app_?guid|app_?id)/i, value: key },
  { vendor: 'mixpanel', what: 'token', name: /mixpanel.{0,6}token/i, value: hex32 },
  { vendor: 'amplitude', what: 'API key', name: /amplitude.{0,6}(api_?)?key/i, value: hex32 },
  { vendor: 'bugsnag', what: 'API key', name: /^com\.bugsnag\.android\.API_KEY$|bugsnag.{0,6}key/i, value: hex32 },
  { vendor: 'facebook', what: 'app id', name: /^(com\.facebook\.sdk\.ApplicationId|facebook_app_id|FacebookAppID|fb_app_id)$/i, value: /(\d{13,17})/ },
  { vendor: 'facebook', what: 'client token', name: /^(com\.facebook\.sdk\.ClientToken|facebook_client_token|FacebookClientToken)$/i, value: hex32 },
  { vendor: 'wechat', what: 'app id', name: /(wx|wechat|weixin).{0,6}app_?id/i, value: /^wx[0-9a-f]{16}$/ },
  { vendor: 'qq', what: 'app id', name: /^(qq|tencent)_?app_?id$/i, value: /^\d{9,10}$/ },
  { vendor: 'alipay', what: 'app id', name: /alipay.{0,6}app_?id/i, value: /^20\d{14}$/ },
  { vendor: 'line', what: 'channel id', name: /line.{0,6}channel_?id/i, value: /^\d{10}$/ },
  { vendor: 'kakao', what: 'app key', name: /^(com\.kakao\.sdk\.AppKey|kakao_?(native_)?app_?key|KAKAO_APP_KEY)$/i, value: hex32 },
  { vendor: 'naver', what: 'client id', name: /^com\.naver\.maps\.map\.(NCP_)?CLIENT_ID$/, value: key },
  { vendor: 'zalo', what: 'app id', name: /^(com\.zing\.zalo\.zalosdk\.appID|zalo_?app_?id)$/i, value: digits },
  { vendor: 'twitter', what: 'consumer key', name: /^(com\.twitter\.sdk\.android\.CONSUMER_KEY|twitter_consumer_key)$/, value: key },
  { vendor: 'codepush', what: 'deployment key', name: /CodePushDeploymentKey/i, value: /^[\w-]{20,60}$/ },
  { vendor: 'expo', what: 'project id', name: /^(expo\.modules\.updates\.EXPO_UPDATE_URL|EXUpdatesURL)$/, value: /u\.expo\.dev\/([0-9a-f-]{36})/ },
  { vendor: 'shorebird', what: 'app id', name: /^app_id$/, value: uuid },
  { vendor: 'crisp', what: 'website id', name: /crisp.{0,8}(website)?_?id/i, value: uuid },
  { vendor: 'intercom', what: 'app id', name: /intercom.{0,6}app_?id/i, value: /^[a-z0-9]{8}$/ },
  { vendor: 'livechat', what: 'licence', name: /live_?chat.{0,8}licen[cs]e/i, value: /^\d{6,9}$/ },
  { vendor: 'zendesk', what: 'chat key', name: /zendesk.{0,8}(chat|account|channel)_?key/i, value: /^[\w.=-]{16,400}$/ },
  { vendor: 'freshchat', what: 'app id', name: /freshchat.{0,6}app_?id/i, value: uuid },
  { vendor: 'meiqia', what: 'app key', name: /meiqia.{0,6}(app_?)?(key|id)/i, value: hex32 },
  { vendor: 'walletconnect', what: 'project id', name: /(wallet_?connect|reown|web3modal).{0,8}project_?id/i, value: hex32 },
  { vendor: 'supabase', what: 'anonymous key', name: /supabase.{0,8}(anon_?)?key/i, value: /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/ },
];

/** By their own form, wherever they stand. */
export const formedKeyRules: readonly KeyRule[] = [
  { vendor: 'firebase', what: 'app id', hint: '1:', value: /(?:^|[^\w])(1:\d{10,13}:(?:android|ios|web):[0-9a-f]{16,40})(?![\w])/ },
  { vendor: 'firebase', what: 'API key', hint: 'AIza', value: /(?:^|[^\w-])(AIza[\w-]{35})(?![\w-])/ },
  { vendor: 'admob', what: 'app id', hint: 'ca-app-pub-', value: /(ca-app-pub-\d{16}~\d{10})/ },
  { vendor: 'dcloud', what: 'appid', hint: '__UNI__', value: /(?:^|[^\w])(__UNI__[0-9A-F]{6,9})(?![0-9A-Za-z])/ },
  { vendor: 'aws', what: 'Cognito identity pool', hint: '-1:', value: /(?:^|[^\w-])([a-z]{2}-[a-z]{4,9}-\d:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![\w-])/ },
  { vendor: 'aws', what: 'Cognito identity pool', hint: '-2:', value: /(?:^|[^\w-])([a-z]{2}-[a-z]{4,9}-\d:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![\w-])/ },
  { vendor: 'aws', what: 'Cognito identity pool', hint: '-3:', value: /(?:^|[^\w-])([a-z]{2}-[a-z]{4,9}-\d:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![\w-])/ },
  { vendor: 'aws', what: 'access key id', hint: 'AKIA', value: /(?:^|[^A-Z0-9])(AKIA[A-Z2-7]{16})(?![A-Z0-9])/ },
  { vendor: 'aws', what: 'temporary access key id', hint: 'ASIA', value: /(?:^|[^A-Z0-9])(ASIA[A-Z2-7]{16})(?![A-Z0-9])/ },
  { vendor: 'alibaba-cloud', what: 'access key id', hint: 'LTAI', value: /(?:^|[^\w])(LTAI[A-Za-z0-9]{12,20})(?![\w])/ },
  { vendor: 'tencent-cloud', what: 'secret id', hint: 'AKID', value: /(?:^|[^\w])(AKID[A-Za-z0-9]{32})(?![\w])/ },
  { vendor: 'telegram', what: 'bot token', secret: true, hint: ':AA', value: /(?:^|[^\d])(\d{8,10}:AA[\w-]{33})(?![\w-])/ },
  { vendor: 'sentry', what: 'DSN', hint: 'sentry', value: /(https:\/\/[0-9a-f]{32}@[\w.-]*sentry[\w.-]*\/\d+)/ },
  { vendor: 'tawk', what: 'property', hint: 'tawk.to', value: /(?:embed\.tawk\.to|tawk\.to\/chat)\/([0-9a-f]{24})/ },
  { vendor: 'crisp', what: 'website id', hint: 'crisp', value: /go\.crisp\.chat\/chat\/embed\/\?website_id=([0-9a-f-]{36})/ },
  { vendor: 'intercom', what: 'app id', hint: 'intercom', value: /widget\.intercom\.io\/widget\/([a-z0-9]{6,10})/ },
  { vendor: 'livechat', what: 'licence', hint: 'livechat', value: /(?:secure\.livechatinc\.com|direct\.lc\.chat)\/(?:licence\/)?(\d{6,9})/ },
  { vendor: 'livechat', what: 'licence', hint: 'lc.chat', value: /direct\.lc\.chat\/(\d{6,9})/ },
  { vendor: 'meiqia', what: 'tenant', hint: 'meiqia', value: /meiqia\.com\/[^\s]{0,40}(?:eid|ent)=([0-9a-f]{4,40})/i },
  { vendor: '53kf', what: 'company id', hint: '53kf', value: /53kf\.com\/[^\s]{0,80}(?:company_id|arg)=(\w{4,30})/ },
  { vendor: 'salesmartly', what: 'project', hint: 'salesmartly', value: /salesmartly\.com\/[^\s]{0,60}?(?:project_|plugin=)(\w{4,40})/ },
  { vendor: 'udesk', what: 'tenant', hint: 'udesk', value: /([a-z0-9-]{2,40})\.udesk\.cn/ },
  { vendor: 'sobot', what: 'tenant', hint: 'sobot', value: /sobot\.com\/[^\s]{0,60}sysnum=([0-9a-f]{32})/i },
  { vendor: 'zoho', what: 'SalesIQ widget', hint: 'salesiq', value: /salesiq\.zoho(?:public)?\.[a-z.]+\/[^\s]{0,40}widgetcode=([0-9a-f]{20,200})/i },
  { vendor: 'jivochat', what: 'widget', hint: 'jiv', value: /code\.jiv[a-z]*\.(?:com|ru)\/(?:script\/)?widget\/(\w{8,12})/ },
  { vendor: 'chatwoot', what: 'website token', hint: 'website_token', value: /website_token=(\w{20,30})/ },
  { vendor: 'facebook', what: 'app id', hint: 'fb', value: /^fb(\d{13,17})$/ },
  { vendor: 'wechat', what: 'app id', hint: 'wx', value: /^(wx[0-9a-f]{16})$/ },
  { vendor: 'expo', what: 'project id', hint: 'u.expo.dev', value: /u\.expo\.dev\/([0-9a-f-]{36})/ },
  { vendor: 'infura', what: 'project id', hint: 'infura.io', value: /infura\.io\/(?:ws\/)?v3\/([0-9a-f]{32})/ },
  { vendor: 'mapbox', what: 'public token', hint: 'pk.eyJ', value: /(pk\.eyJ[\w-]{20,200}\.[\w-]{20,40})/ },
  { vendor: 'stripe', what: 'publishable key', hint: 'pk_live_', value: /(pk_live_[A-Za-z0-9]{20,120})/ },
  { vendor: 'stripe', what: 'secret key', secret: true, hint: '_live_', value: /((?:sk|rk)_live_[A-Za-z0-9]{20,120})/ },
  { vendor: 'razorpay', what: 'key id', hint: 'rzp_live_', value: /(rzp_live_[A-Za-z0-9]{14})/ },
  { vendor: 'paystack', what: 'public key', hint: 'pk_live_', value: /^(pk_live_[0-9a-f]{40})$/ },
  { vendor: 'flutterwave', what: 'public key', hint: 'FLWPUBK', value: /(FLWPUBK-[0-9a-f]{32}-X)/ },
  { vendor: 'github', what: 'access token', secret: true, hint: 'gh', value: /(?:^|[^\w])(gh[pousr]_[A-Za-z0-9]{36})(?!\w)/ },
  { vendor: 'sendgrid', what: 'API key', secret: true, hint: 'SG.', value: /(SG\.[\w-]{22}\.[\w-]{43})/ },
  { vendor: 'twilio', what: 'account', hint: 'AC', value: /^(AC[0-9a-f]{32})$/ },
  { vendor: 'openai', what: 'API key', secret: true, hint: 'sk-', value: /(?:^|[^\w-])(sk-(?:proj-)?[A-Za-z0-9_-]{40,160})(?![\w-])/ },
  { vendor: 'private-key', what: 'private key', secret: true, hint: 'PRIVATE KEY', value: /-----BEGIN ((?:RSA |EC |DSA |OPENSSH )?PRIVATE KEY)-----/ },
];

/** Names under which a value gives access; the value itself decides whether it looks like one. */
export const secretNames: RegExp =
  /(access_?key_?secret|secret_?access_?key|accessKeySecret|secret_?key|app_?secret|client_?secret|private_?key|master_?secret|api_?secret|aes_?key|sign_?key)$/i;
export const secretValue: RegExp = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/=_-]{16,88}$/;
