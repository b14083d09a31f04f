/** Classic BPF's opcodes, by the names of linux/filter.h and linux/bpf_common.h: those that seccomp takes. */
export const LD_W_ABS = 0x20
export const LD_W_LEN = 0x80
export const LD_IMM = 0x00
export const LD_MEM = 0x60
export const LDX_W_LEN = 0x81
export const LDX_IMM = 0x01
export const LDX_MEM = 0x61
export const ST = 0x02
export const STX = 0x03
export const NEG = 0x84
export const JA = 0x05
export const RET_K = 0x06
export const RET_A = 0x16
export const TAX = 0x07
export const TXA = 0x87

/** With BPF_K; or-ed with `X` the operand is the index register. */
export const ADD = 0x04
export const SUB = 0x14
export const MUL = 0x24
export const DIV = 0x34
export const OR = 0x44
export const AND = 0x54
export const LSH = 0x64
export const RSH = 0x74
export const XOR = 0xa4
export const JEQ = 0x15
export const JGT = 0x25
export const JGE = 0x35
export const JSET = 0x45
export const X = 0x08

/** BPF_MEMWORDS. */
export const MEMORY_WORDS = 16
/** `sizeof(struct seccomp_data)`. */
export const DATA_BYTES = 64
