#include "appliance/net/answer_reader.h"

#include <algorithm>

#include "appliance/base/text.h"
#include "appliance/net/request_head.h"

namespace gatehouse::net {
namespace {

constexpr std::size_t kLongestHead = 64 * 1024;

}  // namespace

AnswerReader::Part AnswerReader::feed(ByteView data) {
  Part part;
  if (state_ == State::head) {
    const std::size_t before = held_.size();
    held_.insert(held_.end(), data.begin(), data.end());
    const auto end = find_head_end(held_, before);
    if (end.value_or(held_.size()) > kLongestHead) state_ = State::broken;
    if (!end || state_ == State::broken) return part;
    data = data.subspan(*end - before);
    held_.resize(*end);
    part.head = std::move(held_);
    read_head(as_text(part.head));
  }
  if (state_ == State::upgraded || state_ == State::open_ended) part.body = data;
  if (state_ == State::body) {
    part.body = data.first(static_cast<std::size_t>(std::min<std::uint64_t>(left_, data.size())));
    left_ -= part.body.size();
    if (left_ == 0) state_ = State::whole;
  }
  return part;
}

void AnswerReader::read_head(std::string_view head) {
  const auto status = head.starts_with("HTTP/1.1 ") && head.size() > 12
                          ? parse_integer(head.substr(9, 3), 101, 999)
                          : std::nullopt;
  if (!status || (*status < 200 && *status != 101)) {
    state_ = State::broken;
    return;
  }
  std::optional<std::int64_t> length;
  for (const std::string& line : split(head, '\n')) {
    const auto colon = std::min(line.find(':'), line.size());
    const std::string name = lower_ascii(line.substr(0, colon));
    const std::string_view value = trimmed(std::string_view(line).substr(std::min(colon + 1, line.size())));
    if (name == "content-length") length = parse_integer(value, 0, INT64_MAX);
    if (name == "connection") closes_ = closes_ || lower_ascii(value) == "close";
  }
  if (*status == 101) {
    state_ = State::upgraded;
  } else if (to_head_request_ || *status == 204 || *status == 304 || length == 0) {
    state_ = State::whole;
  } else if (length) {
    state_ = State::body;
    left_ = static_cast<std::uint64_t>(*length);
  } else {
    state_ = State::open_ended;
  }
}

Bytes with_connection_close(ByteView answer_head) {
  constexpr std::string_view kField = "Connection: close\r\n";
  Bytes out(answer_head.begin(), answer_head.end());
  out.insert(out.end() - 2, kField.begin(), kField.end());
  return out;
}

}  // namespace gatehouse::net
