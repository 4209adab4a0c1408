// A framebuffer of the graphics card in our memory, to be read.
#pragma once
#include <cstddef>
#include <cstdint>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "hw/kms/messages.h"

namespace gatehouse::hw::kms {

class Mapped {
 public:
  // An error: such a picture can't be, or the kernel does not map it.
  static Result<Mapped> map(const Buffer& buffer, UniqueFd memory);
  Mapped(Mapped&& other) noexcept;
  Mapped& operator=(Mapped&&) = delete;
  ~Mapped();

  const Buffer& buffer() const { return buffer_; }

  // Its rows, during the life of this: what the card has drawn is in memory then.
  class Reading {
   public:
    explicit Reading(const Mapped& mapped);
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    ~Reading();
    const std::uint8_t* row(std::uint32_t y) const;

   private:
    const Mapped& mapped_;
  };

 private:
  Mapped(const Buffer& buffer, UniqueFd memory, const std::uint8_t* at, std::size_t length)
      : buffer_(buffer), memory_(std::move(memory)), at_(at), length_(length) {}
  void sync(std::uint64_t what) const;

  Buffer buffer_;
  UniqueFd memory_;
  const std::uint8_t* at_;
  std::size_t length_;
};

}  // namespace gatehouse::hw::kms
