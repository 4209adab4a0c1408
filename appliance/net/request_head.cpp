#include "appliance/net/request_head.h"

#include <algorithm>

#include "appliance/base/text.h"

namespace gatehouse::net {
namespace {

constexpr std::string_view kEnd = "\r\n\r\n";

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

bool is_request_line(std::string_view line) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == line.npos || first == last) return false;
  const std::string_view method = line.substr(0, first), target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  return is_token(method) && target.starts_with('/') && is_visible_ascii(target) &&
         (version == "HTTP/1.1" || version == "HTTP/1.0");
}

struct Seen {
  int fields = 0, hosts = 0, lengths = 0, encodings = 0;
};

bool is_field(std::string_view line, Seen& seen) {
  const auto colon = line.find(':');
  if (colon == line.npos || !is_token(line.substr(0, colon)) || !is_field_value(line.substr(colon + 1)))
    return false;
  const std::string name = lower_ascii(line.substr(0, colon));
  const std::string_view value = trimmed(line.substr(colon + 1));
  seen.fields += 1;
  seen.hosts += name == "host";
  seen.lengths += name == "content-length";
  seen.encodings += name == "transfer-encoding";
  const bool is_number =
      value.size() <= 15 && !value.empty() && value.find_first_not_of("0123456789") == value.npos;
  return name != "content-length" || is_number;
}

}  // namespace

std::optional<std::size_t> find_head_end(ByteView data, std::size_t searched) {
  const std::size_t from = searched < kEnd.size() ? 0 : searched - (kEnd.size() - 1);
  const auto at = as_text(data).find(kEnd, from);
  if (at == std::string_view::npos) return std::nullopt;
  return at + kEnd.size();
}

bool check_request_head(ByteView head) {
  std::string_view rest = as_text(head);
  if (!rest.ends_with(kEnd)) return false;
  rest.remove_suffix(2);
  Seen seen;
  for (bool first = true; !rest.empty(); first = false) {
    const auto end = rest.find("\r\n");
    if (end == rest.npos) return false;
    const std::string_view line = rest.substr(0, end);
    if (first ? !is_request_line(line) : !is_field(line, seen)) return false;
    rest.remove_prefix(end + 2);
  }
  return seen.fields <= kMostFields && seen.hosts == 1 && seen.lengths + seen.encodings <= 1;
}

}  // namespace gatehouse::net
