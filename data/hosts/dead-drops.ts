/** A public place that apps fetch their current addresses from, so that a closed domain costs their makers nothing. */
export interface DeadDrop {
  readonly name: string;
  /** On the URL without its scheme. Linear: no nested repetition. */
  readonly pattern: RegExp;
}

/**
 * ATT&CK T1481.001. Object storage counts where a small text is fetched from it (`.json`, `.txt`…), not for pictures.
 * Own knowledge and /T1481.001 of MITRE ATT&CK for Mobile.
 */
export const deadDrops: readonly DeadDrop[] = [
  { name: 'GitHub raw file', pattern: /^raw\.githubusercontent\.com\/[^/]+\/[^/]+\// },
  { name: 'GitHub raw file', pattern: /^github\.com\/[^/]+\/[^/]+\/raw\// },
  { name: 'GitHub gist', pattern: /^gist\.(github|githubusercontent)\.com\/[^/]+\/[0-9a-f]{20,}/ },
  { name: 'jsDelivr copy of a GitHub file', pattern: /^cdn\.jsdelivr\.net\/gh\/[^/]+\/[^/]+\/.*\.(json|txt|js)(\?|$)/ },
  { name: 'GitHub Pages file', pattern: /^[a-z0-9-]+\.github\.io\/[^?]{1,300}\.(json|txt|dat)(\?|$)/ },
  { name: 'GitLab raw file', pattern: /^gitlab\.com\/.{1,200}\/raw\// },
  { name: 'Gitee raw file', pattern: /^gitee\.com\/[^/]+\/[^/]+\/raw\// },
  { name: 'Coding.net raw file', pattern: /^[^/]+\.coding\.net\/.{1,200}\/raw\// },
  { name: 'Pastebin', pattern: /^pastebin\.com\/(raw\/)?[A-Za-z0-9]{8}/ },
  { name: 'paste service', pattern: /^(paste\.ee|rentry\.co|rentry\.org|controlc\.com|justpaste\.it|hastebin\.com|dpaste\.(com|org))\/[^/]/ },
  { name: 'Telegraph page', pattern: /^(telegra\.ph|graph\.org)\/[^/]/ },
  { name: 'Telegram channel page', pattern: /^t\.me\/s\/[A-Za-z0-9_]{4,}/ },
  { name: 'Google document', pattern: /^docs\.google\.com\/(document|spreadsheets)\/d\// },
  { name: 'Google Drive file', pattern: /^drive\.google\.com\/uc\?/ },
  { name: 'Notion page', pattern: /^[^/]*\.notion\.(site|so)\/./ },
  { name: 'Blogger page', pattern: /^[a-z0-9-]+\.blogspot\.com\/./ },
  { name: 'JSON bin', pattern: /^(api\.jsonbin\.io|api\.npoint\.io|jsonkeeper\.com|jsonblob\.com)\/./ },
  { name: 'Alibaba Cloud object storage', pattern: /^[^/]+\.oss[a-z0-9.-]*\.[a-z.-]+\/[^?]{1,300}\.(json|txt|conf|cfg|ini|xml|dat|data)(\?|$)/ },
  { name: 'Tencent Cloud object storage', pattern: /^[^/]+\.cos\.[a-z0-9.-]+\/[^?]{1,300}\.(json|txt|conf|cfg|ini|xml|dat|data)(\?|$)/ },
  { name: 'Amazon S3', pattern: /^([^/]+\.)?s3[a-z0-9.-]*\.amazonaws\.com(\.cn)?\/[^?]{1,300}\.(json|txt|conf|cfg|ini|xml|dat|data)(\?|$)/ },
  { name: 'Azure blob storage', pattern: /^[^/]+\.blob\.core\.windows\.net\/[^?]{1,300}\.(json|txt|conf|cfg|ini|xml|dat|data)(\?|$)/ },
  { name: 'Google Cloud Storage', pattern: /^storage\.googleapis\.com\/[^?]{1,300}\.(json|txt|conf|cfg|ini|xml|dat|data)(\?|$)/ },
  { name: 'Cloudflare R2', pattern: /^[^/]+\.r2\.dev\/[^?]{1,300}\.(json|txt|conf|cfg|ini|xml|dat|data)(\?|$)/ },
  { name: 'Firebase database', pattern: /^[^/]+\.(firebaseio\.com|firebasedatabase\.app)\/[^?]{1,300}\.json/ },
];
