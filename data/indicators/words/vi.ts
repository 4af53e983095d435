import type { LanguageWords } from './language-words.ts';

/** Vietnamese. Collected by a non-native speaker: please correct. */
export const vi: LanguageWords = {
  language: 'vi',
  confirmedBy: null,
  regions: ['VN'],
  words: {
    phone: ['gọi', 'điện thoại', 'sđt', 'số điện thoại', 'liên hệ', 'hotline', 'đt', 'số máy', 'nhắn tin', 'gọi ngay'],
    account: ['số tài khoản', 'stk', 'tài khoản', 'tk', 'số tk', 'chuyển khoản', 'tài khoản số', 'tk nhận'],
    invite: ['mã mời', 'mã giới thiệu', 'mã khuyến mãi', 'mã ưu đãi', 'mã giảm giá', 'mã đăng ký', 'nhập mã', 'mã thưởng', 'mã bonus', 'mã lời mời', 'dùng mã'],
    code: ['mã'],
    otp: ['mã xác thực', 'mã otp', 'mã xác nhận', 'mật khẩu', 'mã bảo mật', 'mã pin', 'mã bưu chính', 'mã vạch'],
    reference: ['mã giao dịch', 'mã đơn', 'mã đơn hàng', 'mã vận đơn', 'đơn hàng', 'thời gian', 'nội dung', 'ngày', 'mã số', 'số tham chiếu', 'mã tham chiếu', 'hóa đơn', 'cmnd', 'cccd'],
    card: ['số thẻ', 'thẻ'],
  },
  common: ['của', 'và', 'là', 'không', 'có', 'cho', 'anh', 'em', 'bạn', 'được', 'các', 'với', 'để', 'này', 'tại', 'mỗi', 'chỉ', 'cần', 'đã', 'bị'],
};
