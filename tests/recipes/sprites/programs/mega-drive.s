* Shows each frame of hero.s at its place: tiles from 16 on, since both planes show tile 0 everywhere.
    xref hero_tiles,hero_palettes,hero_frames
    include places.inc

    section .text
    dc.l $00fffe00,start
    dcb.l 62,512
    dc.b 'SEGA MEGA DRIVE '
    dcb.b 240,32

start:
    move.w #$2700,sr
    lea $c00004,a5
    lea $c00000,a4
    move.b $a10001,d0
    andi.b #15,d0
    beq.s setup
    move.l #$53454741,$a14000
setup:
    lea registers,a0
    moveq #11,d0
one:
    move.w (a0)+,(a5)
    dbra d0,one
    move.l #$40000000,(a5)
    move.w #32767,d0
clear:
    move.w #0,(a4)
    dbra d0,clear
    move.l #$42000000,(a5)
    lea hero_tiles,a0
    lea hero_palettes,a1
tiles:
    move.w (a0)+,(a4)
    cmpa.l a1,a0
    bne.s tiles
    move.l #$c0000000,(a5)
    moveq #63,d0
colours:
    move.w (a0)+,(a4)
    dbra d0,colours

    move.l #$70000003,(a5)
    moveq #0,d6
    moveq #0,d7
frame:
    move.w d6,d0
    lsl.w #2,d0
    lea hero_frames,a0
    movea.l 0(a0,d0.w),a1
    moveq #0,d4
    lea places_x,a0
    move.b 0(a0,d6.w),d4
    moveq #0,d5
    lea places_y,a0
    move.b 0(a0,d6.w),d5
object:
    move.w (a1)+,d1
    cmpi.w #$8000,d1
    beq.s next
    add.w d4,d1
    addi.w #128,d1
    move.w (a1)+,d2
    add.w d5,d2
    addi.w #128,d2
    move.w d2,(a4)
    addq.w #1,d7
    move.w d7,d3
    ori.w #LARGE*256,d3
    move.w d3,(a4)
    move.w (a1)+,d2
    addi.w #16,d2
    move.w (a1)+,d3
    move.w d3,d0
    andi.w #3,d0
    lsl.w #8,d0
    lsl.w #3,d0
    or.w d0,d2
    lsr.w #2,d3
    lsl.w #8,d3
    lsl.w #5,d3
    or.w d3,d2
    move.w d2,(a4)
    move.w d1,(a4)
    bra.s object
next:
    addq.w #1,d6
    cmpi.w #FRAMES,d6
    bne.s frame
    move.w #0,(a4)
    move.w #0,(a4)
    move.w #0,(a4)
    move.w #1,(a4)
    move.w #$8154,(a5)
stay:
    bra.s stay

registers:
    dc.w $8004,$8114,$8230,$8407,$8578,$8700,$8b00,$8c81,$8d3f,$8f02,$9001,$9100
