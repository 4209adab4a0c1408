// The far end of a link in memory: keeps the records that arrive, and the session's bytes after a JOINED.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "appliance/wire/link.h"
#include "tests/support/memory_stream.h"

namespace gatehouse::test {

class RecordPeer {
 public:
  explicit RecordPeer(std::unique_ptr<MemoryStream> stream) : stream_(std::move(stream)) {
    stream_->start({
        .data = [this](ByteView data) { received(data); },
        .drained = [] {},
        .closed = [this](std::optional<Error>) { closed = true; },
    });
  }

  void send(const wire::Record& record) {
    joined_ = joined_ || std::holds_alternative<wire::Joined>(record);
    stream_->write(wire::encode(record));
  }
  void send(std::string_view bytes) { stream_->write(as_bytes(bytes)); }
  MemoryStream& stream() { return *stream_; }

  // The first of its kind that came.
  template <class T>
  const T* got() const {
    for (const auto& record : records_) {
      if (const T* found = std::get_if<T>(&record)) return found;
    }
    return nullptr;
  }
  // Every one of this kind that came.
  template <class T>
  std::vector<T> all() const {
    std::vector<T> found;
    for (const auto& record : records_) {
      if (const T* one = std::get_if<T>(&record)) found.push_back(*one);
    }
    return found;
  }
  template <class T>
  const T* last() const {
    const T* found = nullptr;
    for (const auto& record : records_) {
      if (const T* one = std::get_if<T>(&record)) found = one;
    }
    return found;
  }
  // Those that came and were not answered yet.
  void answer_pings() {
    for (; answered_ < records_.size(); ++answered_) {
      if (const auto* ping = std::get_if<wire::Ping>(&records_[answered_])) send(wire::Pong{ping->opaque});
    }
  }
  wire::CloseReason goodbye() const {
    return got<wire::Goodbye>() ? got<wire::Goodbye>()->reason : wire::CloseReason::none;
  }

  std::string session;  // after JOINED, sent or received
  bool closed = false;

 private:
  void received(ByteView data) {
    if (!joined_) {
      reader_.feed(data);
      while (auto record = joined_ ? std::nullopt : reader_.next()) {
        joined_ = std::holds_alternative<wire::Joined>(*record);
        records_.push_back(std::move(*record));
      }
      if (joined_) session += as_text(reader_.take_rest());
    } else {
      session += as_text(data);
    }
  }

  std::unique_ptr<MemoryStream> stream_;
  wire::RecordReader reader_;
  std::vector<wire::Record> records_;
  std::size_t answered_ = 0;
  bool joined_ = false;
};

}  // namespace gatehouse::test
