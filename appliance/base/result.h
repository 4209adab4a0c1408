// Errors that peers or the world can cause are values. A bug is GH_ASSERT, which stays on in release.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace gatehouse {

// A sentence for a person: what went wrong and, where it can be said, what to do.
struct Error {
  std::string message;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  explicit operator bool() const { return !error_; }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

// "cannot open /x: No such file or directory", from errno.
Error errno_error(const std::string& what);

[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);

}  // namespace gatehouse

#define GH_ASSERT(expression) \
  ((expression) ? static_cast<void>(0) : ::gatehouse::assertion_failed(#expression, __FILE__, __LINE__))
