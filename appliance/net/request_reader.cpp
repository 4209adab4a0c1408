#include "appliance/net/request_reader.h"

#include <algorithm>

#include "appliance/base/secret.h"

namespace gatehouse::net {

void RequestReader::feed(ByteView data) {
  if (state_ == State::refused) return;
  hold(data);
  look();
}

void RequestReader::look() {
  if (state_ == State::idle && !held_.empty()) state_ = State::head;
  if (state_ == State::head) {
    const auto end = find_head_end(held_, searched_);
    searched_ = held_.size();
    if (end.value_or(held_.size()) > head_cap_) return refuse(431);
    if (!end) return;
    auto read = read_request_head(ByteView(held_).first(*end));
    if (const int* status = std::get_if<int>(&read)) return refuse(*status);
    head_ = std::move(std::get<RequestHead>(read));
    if (head_.body_bytes > body_cap_) return refuse(413);
    size_ = *end + static_cast<std::size_t>(head_.body_bytes);
    state_ = State::body;
  }
  if (state_ == State::body && held_.size() >= size_) state_ = State::whole;
}

void RequestReader::next() {
  Bytes rest = take_rest();
  hold(rest);
  wipe(rest.data(), rest.size());
  look();
}

Bytes RequestReader::take_rest() {
  Bytes rest(held_.begin() + static_cast<std::ptrdiff_t>(size_), held_.end());
  reset();
  return rest;
}

void RequestReader::reset() {
  forget();
  searched_ = size_ = 0;
  state_ = State::idle;
}

// A buffer that grows by itself leaves what was in it behind.
void RequestReader::hold(ByteView data) {
  const std::size_t needed = held_.size() + data.size();
  if (needed > held_.capacity()) {
    Bytes larger;
    larger.reserve(std::max(needed, 2 * held_.capacity()));
    larger.insert(larger.end(), held_.begin(), held_.end());
    forget();
    held_.swap(larger);
  }
  held_.insert(held_.end(), data.begin(), data.end());
}

void RequestReader::forget() {
  wipe(held_.data(), held_.size());
  Bytes().swap(held_);
}

void RequestReader::refuse(int status) {
  state_ = State::refused;
  refusal_ = status;
  forget();
}

}  // namespace gatehouse::net
