// What a handler asks the store for and may not get. Instead of an error, a missing thing and an answer, each with a
// test of its own, there is the thing or the answer that refuses it: 500 when the store failed, which the log tells of.
#pragma once
#include <optional>
#include <utility>
#include <variant>

#include "appliance/portal/problem.h"

namespace gatehouse::portal {

template <class T>
class [[nodiscard]] Found {
 public:
  Found(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Found(http::Response refusal) : state_(std::in_place_index<1>, std::move(refusal)) {}
  Found(Result<T> result) : Found(result ? Found(*std::move(result)) : Found(store_failed(result.error()))) {}

  explicit operator bool() const { return state_.index() == 0; }
  const T& operator*() const { return std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const http::Response& refusal() const { return std::get<1>(state_); }

 private:
  std::variant<T, http::Response> state_;
};

// `otherwise`: for nothing there.
template <class T>
Found<T> found(Result<std::optional<T>> result, http::Response otherwise) {
  if (!result) return store_failed(result.error());
  if (!*result) return otherwise;
  return **std::move(result);
}

// Of something done: no answer when it was; `otherwise` for false.
using Refusal = std::optional<http::Response>;
template <class T>
Refusal refused(const Result<T>& done) {
  return done ? Refusal() : store_failed(done.error());
}
inline Refusal refused(const Result<bool>& done, http::Response otherwise) {
  if (!done) return store_failed(done.error());
  return *done ? Refusal() : std::move(otherwise);
}

}  // namespace gatehouse::portal
