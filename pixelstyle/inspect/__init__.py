"""Looking into networks, so that layers and channels are chosen by eye: each tool gives a Sheet.

`layers` lists them, `channels` draws what each channel wants to see, `image` what excites them in a photo,
`reconstruct` what of a photo a layer keeps, `style` the textures that style layers hold.
"""
