@ Shows each frame of hero.s at its place.
.include "places.inc"
.text
.arm
_start:
    b main
    .space 174
    .byte 0x96
    .space 13
main:
    ldr r0, =0x04000000
    ldr r1, =0x1040         @ objects, their tiles in one dimension
    strh r1, [r0]
    ldr r0, =hero_tiles
    ldr r1, =0x06010000
    ldr r2, =hero_palettes
1:  ldrh r3, [r0], #2
    strh r3, [r1], #2
    cmp r0, r2
    blo 1b
    ldr r1, =0x05000200
    add r2, r0, #512
2:  ldrh r3, [r0], #2
    strh r3, [r1], #2
    cmp r0, r2
    blo 2b
    ldr r4, =0x07000000
    mov r1, r4
    mov r3, #0x200
    mov r5, #128
3:  strh r3, [r1], #8
    subs r5, r5, #1
    bne 3b
4:  ldr r0, =hero_frames
    ldr r0, [r0, r5, lsl #2]
    ldr r1, =places_x
    ldrb r6, [r1, r5]
    ldr r1, =places_y
    ldrb r7, [r1, r5]
5:  ldrh r1, [r0], #2
    cmp r1, #0x8000
    beq 6f
    add r1, r1, r6
    ldr r2, =511
    and r8, r1, r2
    ldrh r1, [r0], #2
    add r1, r1, r7
    and r9, r1, #255
    orr r9, r9, #DEEP
    strh r9, [r4], #2
    ldrh r2, [r0], #2
    ldrh r3, [r0], #2
    and r1, r3, #3
    orr r8, r8, r1, lsl #12
    orr r8, r8, #LARGE
    strh r8, [r4], #2
    mov r3, r3, lsr #2
    orr r2, r2, r3, lsl #12
    strh r2, [r4], #4
    b 5b
6:  add r5, r5, #1
    cmp r5, #FRAMES
    blo 4b
7:  b 7b
.pool
