/**
 * Registrable domains that brands serve from and that carry their name, so that they are not taken for imitations of it.
 * Only those in daily use; names that a brand holds so that nobody else does, and endings that anyone could buy, are left
 * out. They say who serves something, not that its content is the brand's: customers of a cloud have their own names below.
 * Source: V in README.md, and
 * googlegroups.com, googlehosted.com, microsoftonline-p.net and skypeforbusiness.com from our own knowledge.
 */
export const infrastructure: readonly string[] = `
  amazonaws.com amazonaws.com.cn amazonaws.cn amazontrust.com amazonwebservices.com amazoncognito.com amazonses.com
  amazonworkdocs.com amazonvideo.com ssl-images-amazon.com media-amazon.com siege-amazon.com aboutamazon.com
  aboutamazon.co.uk aboutamazon.de aboutamazon.eu aboutamazon.fr aboutamazon.in aboutamazon.jp   amazon-adsystem.com amazonauthorinsights.com amazonpay.com
  amazonprimevideo.cn
  googleapis.com googleapis.cn googlesource.com googleusercontent.com googletagmanager.com googletagservices.com
  google-analytics.com googleadservices.com googlesyndication.com googlecode.com googlegroups.com googlehosted.com
  googlemail.com googlevideo.com googleoptimize.com googlezip.net googledomains.com googledrive.com googleplay.com
  googleblog.com googlecommerce.com googlefiber.net googlecnapps.cn   googlesyndication-cn.com googleadsserving.cn googleads-cn.com googleapps.com googleearth.com googlemaps.com
  googlestore.com googletagservices-cn.com googlevads-cn.com withgoogle.com
  thinkwithgoogle.com androidify.com youtube-nocookie.com youtubeeducation.com youtubegaming.com
  youtubekids.com youtubemobilesupport.com
  microsoftonline.com microsoftonline.cn microsoftonline-p.com microsoftonline-p.net microsoftazuread-sso.com
  microsoftazurestatus.cn microsoftiotcentral.com microsoftmetrics.cn microsoftstream.com microsoftstart.com
  microsoftstore.com microsofttranslator.com microsoftpersonalcontent.com microsoftedge.com microsoftedgeinsider.com
  microsoftapp.net microsoftcloud.com microsoftadvertising.com microsoftazuresponsorships.com
  skypeassets.com skypeassets.net skypeforbusiness.com   icloud-content.com icloud-content.com.cn apple-cloudkit.com apple-dns.net apple-dns.cn apple-livephotoskit.com
  apple-mapkit.com aaplimg.com applemusic.com apple.news applecoronavirus.com
  aboutfacebook.com facebookmail.com facebook-hardware.com facebookconnect.com   facebookbrand.com cdninstagram.com instagram-brand.com
  instagram-engineering.com instagram-press.com whatsappbrand.com cdn-telegram.org telegram-cdn.org telegra.ph telesco.pe
  tiktokcdn.com tiktokcdn-us.com tiktokcdn-eu.com tiktokv.com tiktokv.us tiktokv.eu tiktokw.us
  tiktokw.eu tiktokd.net tiktokd.org tiktok-row.net tiktokrow-cdn.com tiktokeu-cdn.com tiktokglobalshopv.com
  iesdouyin.com douyincdn.com douyinpic.com douyinstatic.com douyinvod.com douyinfe.com douyinliving.com
  ads-twitter.com twitterinc.com twittercommunity.com twitteroauth.com twitterstat.us
  alicloud.com alipan.com alipayobjects.com alipaydns.com alipaylog.com alipayplus.com alipay-eco.com aliway.com
  aliexpress-media.com taobaocdn.com alibabacloud.com alibabacorp.com alibabagroup.com alibabausercontent.com
  qcloud.com qcloudcdn.com qcloudimg.com servicewechat.com wechatpay.cn weixinbridge.com tencentcloudapi.com
  tencent-cloud.com tencent-cloud.net tencentcloud.com tencentcs.com tencentmusic.com jcloud.com
  cloudflare.net cloudflareinsights.com cloudflarestatus.com cloudflaressl.com cloudflarestream.com cloudflareaccess.com
  cloudflareapps.com cloudflareclient.com cloudflareworkers.com cloudflare-dns.com cloudflare-gateway.com
  cloudflareresolve.com cloudflarestorage.com
  paypalobjects.com paypal-corp.com paypal-community.com paypal-engineering.com paypal-marketing.com
  ebay-inc.com ebayimg.com ebaystatic.com ebaycdn.net ebayinc.com shopeemobile.com walmartimages.com
  netflixinvestor.com netflixtechblog.com nflximg.net binanceapi.com binancecnt.com
  huobigroup.com unionpayintl.com unionpaysecure.com chinaunionpay.com
`
  .split(/\s+/)
  .filter((name) => name !== '');

/**
 * Networks of delivery that put the whole name of a site before their own (`www.apple.com.edgekey.net`). Only those whose
 * customers cannot choose the name freely.
 */
export const deliveryAliases: readonly string[] = [
  'akadns.net',
  'akamai.net',
  'akamaiedge.net',
  'akamaized.net',
  'edgekey.net',
  'edgesuite.net',
  'cdn.cloudflare.net',
  'map.fastly.net',
];
