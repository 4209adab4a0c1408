#include "hw/kms/mapped.h"

#include <linux/dma-buf.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

namespace gatehouse::hw::kms {

Result<Mapped> Mapped::map(const Buffer& buffer, UniqueFd memory) {
  const auto length = bytes_to_map(buffer);
  if (!length) return length.error();
  if (!memory) return Error{"the look-out at the graphics card sent no memory"};
  // Reading beyond the end of a file, as tests have in place of a card, would end us.
  struct stat info {};
  if (::fstat(memory.get(), &info) != 0) return errno_error("cannot look at a picture's memory");
  if (S_ISREG(info.st_mode) && !buffer.needs_sync &&
      static_cast<std::uint64_t>(info.st_size) < buffer.map_offset + *length)
    return Error{"the graphics card names a picture larger than its memory"};
  void* const at =
      ::mmap(nullptr, *length, PROT_READ, MAP_SHARED, memory.get(), static_cast<off_t>(buffer.map_offset));
  if (at == MAP_FAILED) return errno_error("cannot read the memory of the graphics card");
  return Mapped(buffer, std::move(memory), static_cast<const std::uint8_t*>(at), *length);
}

Mapped::Mapped(Mapped&& other) noexcept
    : buffer_(other.buffer_),
      memory_(std::move(other.memory_)),
      at_(std::exchange(other.at_, nullptr)),
      length_(other.length_) {}

Mapped::~Mapped() {
  if (at_ != nullptr) ::munmap(const_cast<std::uint8_t*>(at_), length_);
}

// Errors are no reason not to look: memory that needs no care says so this way, too.
void Mapped::sync(std::uint64_t what) const {
  if (!buffer_.needs_sync) return;
  dma_buf_sync order{what | DMA_BUF_SYNC_READ};
  while (::ioctl(memory_.get(), DMA_BUF_IOCTL_SYNC, &order) != 0 && (errno == EINTR || errno == EAGAIN)) {
  }
}

Mapped::Reading::Reading(const Mapped& mapped) : mapped_(mapped) {
  mapped_.sync(DMA_BUF_SYNC_START);
}

Mapped::Reading::~Reading() {
  mapped_.sync(DMA_BUF_SYNC_END);
}

const std::uint8_t* Mapped::Reading::row(std::uint32_t y) const {
  return mapped_.at_ + mapped_.buffer_.picture_offset + std::size_t{mapped_.buffer_.pitch} * y;
}

}  // namespace gatehouse::hw::kms
