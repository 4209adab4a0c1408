#include "appliance/net/request_head.h"

#include <algorithm>
#include <set>

#include "appliance/base/text.h"

namespace gatehouse::net {
namespace {

constexpr std::string_view kEnd = "\r\n\r\n";
constexpr int kBad = 400, kLengthRequired = 411, kExpectationFailed = 417;

bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != kMarks.npos;
  });
}

bool is_visible_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

bool comes_once(const std::string& name) {
  constexpr std::string_view kNames[] = {"authorization", "content-length",    "expect",      "host",
                                         "origin",        "transfer-encoding", "x-csrf-token"};
  return name.starts_with("sec-websocket-") ||
         std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

class HeadReader {
 public:
  std::variant<RequestHead, int> read(std::string_view head) {
    if (!head.ends_with(kEnd)) return kBad;
    head.remove_suffix(2);
    for (bool first = true; !head.empty(); first = false) {
      const auto end = head.find("\r\n");
      if (end == head.npos) return kBad;
      const std::string_view line = head.substr(0, end);
      if (first ? !request_line(line) : !field(line)) return kBad;
      head.remove_prefix(end + 2);
    }
    if (fields_ > kMostFields || !once_.contains("host")) return kBad;
    if (once_.contains("transfer-encoding")) return once_.contains("content-length") ? kBad : kLengthRequired;
    if (unknown_expectation_) return kExpectationFailed;
    return std::move(out_);
  }

 private:
  bool request_line(std::string_view line) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == line.npos || first == last) return false;
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    out_.method = line.substr(0, first);
    is_1_1_ = version == "HTTP/1.1";
    out_.keeps_alive = is_1_1_;
    return is_token(out_.method) && target.starts_with('/') && is_visible_ascii(target) &&
           (is_1_1_ || version == "HTTP/1.0");
  }

  bool field(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == line.npos || !is_token(line.substr(0, colon)) || !is_field_value(line.substr(colon + 1)))
      return false;
    const std::string name = lower_ascii(line.substr(0, colon));
    const std::string_view value = trimmed(line.substr(colon + 1));
    ++fields_;
    if (comes_once(name) && !once_.insert(name).second) return false;
    if (name == "host") out_.host = value;
    if (name == "connection" && list_names(value, "close")) out_.keeps_alive = false;
    if (name == "expect" && is_1_1_) {  // of others to be ignored (RFC 9110 section 10.1.1)
      out_.expects_continue = lower_ascii(value) == "100-continue";
      unknown_expectation_ = !out_.expects_continue;
    }
    return name != "content-length" || content_length(value);
  }

  bool content_length(std::string_view value) {
    if (value.find_first_not_of("0123456789") != value.npos) return false;
    const auto length = parse_integer(value, 0, 999'999'999'999'999);
    if (!length) return false;
    out_.body_bytes = static_cast<std::uint64_t>(*length);
    return true;
  }

  RequestHead out_;
  int fields_ = 0;
  std::set<std::string> once_;
  bool is_1_1_ = false, unknown_expectation_ = false;
};

}  // namespace

std::optional<std::size_t> find_head_end(ByteView data, std::size_t searched) {
  const std::size_t from = searched < kEnd.size() ? 0 : searched - (kEnd.size() - 1);
  const auto at = as_text(data).find(kEnd, from);
  if (at == std::string_view::npos) return std::nullopt;
  return at + kEnd.size();
}

std::variant<RequestHead, int> read_request_head(ByteView head) {
  return HeadReader().read(as_text(head));
}

}  // namespace gatehouse::net
